#include "server/app/setting_layers.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "server/app/nearest_name.h"
#include "server/base/control_characters.h"

namespace jackfield::app {
namespace {

std::string Place(const toml::source_region& region) {
  std::string place = region.path ? *region.path : std::string("configuration");
  if (region.begin.line > 0) {
    place += ":" + std::to_string(region.begin.line) + ":" + std::to_string(region.begin.column);
  }
  return place;
}

std::string Quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

// What every reader of one configuration shares.
struct Shared {
  const SettingLayers& layers;
  SettingFindings& findings;
  std::set<std::string> overrides_used;

  void Report(std::string where, std::string key, std::string rule) {
    if (findings.problems.size() >= SettingFindings::kProblemsMax) return;
    findings.problems.push_back({std::move(where), std::move(key), std::move(rule)});
  }
};

std::optional<std::string> TextProblem(std::string_view text, TextRule rule) {
  const auto is_allowed = [rule](char c) {
    const bool alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return alphanumeric || rule.punctuation.find(c) != std::string_view::npos;
  };
  if (text.size() < rule.size_min || text.size() > rule.size_max) {
    return "must have " + std::to_string(rule.size_min) + " to " + std::to_string(rule.size_max) +
           " bytes";
  }
  if (HasControl(text)) return "must have no control characters";
  if (!rule.punctuation.empty() && !std::all_of(text.begin(), text.end(), is_allowed)) {
    return "must be letters, digits and " + Quoted(rule.punctuation) + " only";
  }
  return std::nullopt;
}

std::string ChoiceRule(const std::vector<std::string>& names) {
  std::string rule = "must be one of";
  for (const std::string& name : names) rule += " \"" + name + "\"";
  return rule;
}

std::string RangeRule(IntegerRange range) {
  return "must be a whole number from " + std::to_string(range.min) + " to " +
         std::to_string(range.max);
}

// A scalar as it was set: a node of a file, or the text of an override.
struct Found {
  const toml::node* node = nullptr;
  const SettingOverride* override_text = nullptr;

  std::string where() const { return node ? Place(node->source()) : override_text->where; }

  std::optional<std::string> text() const {
    if (override_text) return override_text->text;
    const auto* const value = node->as_string();
    return value ? std::optional(value->get()) : std::nullopt;
  }
  std::optional<std::int64_t> integer() const {
    if (node) {
      const auto* const value = node->as_integer();
      return value ? std::optional(value->get()) : std::nullopt;
    }
    std::int64_t number = 0;
    const std::string& text = override_text->text;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(number) : std::nullopt;
  }
  std::optional<bool> flag() const {
    if (node) {
      const auto* const value = node->as_boolean();
      return value ? std::optional(value->get()) : std::nullopt;
    }
    if (override_text->text == "true") return true;
    if (override_text->text == "false") return false;
    return std::nullopt;
  }
  // Of an override: its parts between commas.
  std::optional<std::vector<std::string>> list() const {
    std::vector<std::string> texts;
    if (override_text) {
      std::string_view rest = override_text->text;
      while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        texts.emplace_back(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
      }
      return texts;
    }
    const toml::array* const array = node->as_array();
    if (!array) return std::nullopt;
    for (const toml::node& element : *array) {
      const auto* const value = element.as_string();
      if (!value) return std::nullopt;
      texts.push_back(value->get());
    }
    return texts;
  }
};

// Reads one table, which may stand in several files.
//
// Thread safety: none; one per table and reading.
class TableReader : public SettingFields {
 public:
  TableReader(Shared& shared, std::string prefix, std::vector<const toml::table*> tables)
      : shared_(shared), prefix_(std::move(prefix)), tables_(std::move(tables)) {}

  void Text(std::string_view key, std::string& value, TextRule rule) override {
    const std::optional<Found> found = Find(key);
    if (!found) return;
    std::optional<std::string> text = found->text();
    if (!text) return Report(key, *found, "must be a text in quotes");
    if (const auto problem = TextProblem(*text, rule)) return Report(key, *found, *problem);
    value = std::move(*text);
  }

  void Secret(std::string_view key, security::Secret& value) override {
    std::string text;
    Text(key, text, {.size_min = 1, .size_max = kSecretBytesMax, .punctuation = {}});
    if (!text.empty()) value = security::Secret(std::move(text));
  }

  void Flag(std::string_view key, bool& value) override {
    const std::optional<Found> found = Find(key);
    if (!found) return;
    const std::optional<bool> flag = found->flag();
    if (!flag) return Report(key, *found, "must be true or false, without quotes");
    value = *flag;
  }

  void Integer(std::string_view key, std::int64_t& value, IntegerRange range) override {
    const std::optional<Found> found = Find(key);
    if (!found) return;
    const std::optional<std::int64_t> number = found->integer();
    const bool fits = number && *number >= range.min && *number <= range.max;
    if (!fits) return Report(key, *found, RangeRule(range));
    value = *number;
  }

  void Address(std::string_view key, ListenAddress& value) override {
    const std::optional<Found> found = Find(key);
    if (!found) return;
    const Result<ListenAddress> address = ListenAddress::Parse(found->text().value_or(""));
    if (!address) return Report(key, *found, address.error().message);
    value = *address;
  }

  void Choice(std::string_view key, std::size_t& value,
              const std::vector<std::string>& names) override {
    const std::optional<Found> found = Find(key);
    if (!found) return;
    const auto chosen = std::find(names.begin(), names.end(), found->text().value_or(""));
    if (chosen == names.end()) return Report(key, *found, ChoiceRule(names));
    value = static_cast<std::size_t>(chosen - names.begin());
  }

  void TextList(std::string_view key, std::vector<std::string>& value,
                std::size_t count_max) override {
    const std::optional<Found> found = Find(key);
    if (!found) return;
    std::optional<std::vector<std::string>> texts = found->list();
    const bool fits = texts && texts->size() <= count_max &&
                      std::none_of(texts->begin(), texts->end(), [](const std::string& text) {
                        return TextProblem(text, {.size_min = 1});
                      });
    if (!fits) {
      return Report(key, *found,
                    "must be a list of up to " + std::to_string(count_max) + " texts in quotes");
    }
    value = std::move(*texts);
  }

  void Table(std::string_view key, const Schema& schema) override;
  void TableList(std::string_view key, std::size_t count_max, const Schema& schema) override;

  // To be called when the schema has named all it knows.
  void ReportUnknown() const;

 private:
  static constexpr std::size_t kSecretBytesMax = 4'096;

  std::string Path(std::string_view key) const { return prefix_ + std::string(key); }

  void Report(std::string_view key, const Found& found, std::string rule) const {
    shared_.Report(found.where(), Path(key), std::move(rule));
  }

  // What was set for `key`: the override, else the last file's; nullopt: nothing.
  std::optional<Found> Find(std::string_view key) {
    known_.emplace_back(key);
    const std::string path = Path(key);
    std::optional<Found> found;
    for (const toml::table* const table : tables_) {
      if (const toml::node* const node = table->get(key)) found = Found{node, nullptr};
    }
    const auto text = shared_.layers.overrides.find(path);
    if (text != shared_.layers.overrides.end()) {
      shared_.overrides_used.insert(path);
      found = Found{nullptr, &text->second};
    }
    if (found) shared_.findings.places[path] = found->where();
    return found;
  }

  void ReadInner(const std::string& key, std::vector<const toml::table*> tables,
                 const Schema& schema) const {
    TableReader inner(shared_, Path(key) + ".", std::move(tables));
    schema(inner);
    inner.ReportUnknown();
  }

  // The tables in the list `node`; what else stands there is a problem.
  std::vector<const toml::table*> Elements(std::string_view key, const toml::node& node) const;

  // Whether an override names something in `prefix`.
  bool HasOverride(const std::string& prefix) const {
    const auto next = shared_.layers.overrides.lower_bound(prefix);
    return next != shared_.layers.overrides.end() && next->first.starts_with(prefix);
  }

  Shared& shared_;
  const std::string prefix_;
  const std::vector<const toml::table*> tables_;
  std::vector<std::string> known_;
};

void TableReader::Table(std::string_view key, const Schema& schema) {
  known_.emplace_back(key);
  std::vector<const toml::table*> inner;
  for (const toml::table* const table : tables_) {
    const toml::node* const node = table->get(key);
    if (!node) continue;
    if (const toml::table* const found = node->as_table()) {
      inner.push_back(found);
    } else {
      Report(key, Found{node, nullptr}, "must be a table, [" + Path(key) + "]");
    }
  }
  ReadInner(std::string(key), std::move(inner), schema);
}

std::vector<const toml::table*> TableReader::Elements(std::string_view key,
                                                      const toml::node& node) const {
  std::vector<const toml::table*> elements;
  const toml::array* const array = node.as_array();
  if (!array) {
    Report(key, Found{&node, nullptr}, "must be a list of tables, [[" + Path(key) + "]]");
    return elements;
  }
  for (const toml::node& element : *array) {
    if (const toml::table* const table = element.as_table()) {
      elements.push_back(table);
    } else {
      Report(key, Found{&element, nullptr}, "must be a list of tables, [[" + Path(key) + "]]");
    }
  }
  return elements;
}

void TableReader::TableList(std::string_view key, std::size_t count_max, const Schema& schema) {
  known_.emplace_back(key);
  std::vector<const toml::table*> elements;
  for (const toml::table* const table : tables_) {
    const toml::node* const node = table->get(key);
    if (!node) continue;
    const std::vector<const toml::table*> more = Elements(key, *node);
    elements.insert(elements.end(), more.begin(), more.end());
  }
  if (elements.size() > count_max) {
    Report(key, Found{elements[count_max], nullptr},
           "there may be at most " + std::to_string(count_max));
    elements.resize(count_max);
  }
  for (std::size_t i = 0;
       i < elements.size() || HasOverride(Path(key) + "." + std::to_string(i) + "."); ++i) {
    if (i >= count_max) break;
    const std::string place = std::string(key) + "." + std::to_string(i);
    std::vector<const toml::table*> inner;
    if (i < elements.size()) {
      inner.push_back(elements[i]);
      shared_.findings.places[Path(place)] = Place(elements[i]->source());
    }
    ReadInner(place, std::move(inner), schema);
  }
}

void TableReader::ReportUnknown() const {
  for (const toml::table* const table : tables_) {
    for (const auto& [key, node] : *table) {
      const std::string_view name = key.str();
      if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
      const std::string nearest = NearestName(name, known_);
      shared_.Report(
          Place(key.source()), Path(name),
          nearest.empty() ? "unknown key" : "unknown key; did you mean " + Quoted(nearest) + "?");
    }
  }
}

// An override's key with its indexes as in a list of keys: telephony.ami.0.host is
// telephony.ami.*.host.
std::string WithStars(std::string_view path) {
  std::string starred;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string_view part = path.substr(0, dot);
    const bool index = part.find_first_not_of("0123456789") == std::string_view::npos;
    starred += index ? "*" : std::string(part);
    path.remove_prefix(dot);
    if (path.empty()) break;
    starred += '.';
    path.remove_prefix(1);
  }
  return starred;
}

void ReportUnusedOverrides(Shared& shared, const std::vector<std::string>& keys) {
  for (const auto& [path, given] : shared.layers.overrides) {
    if (shared.overrides_used.contains(path)) continue;
    const std::string nearest = NearestName(WithStars(path), keys);
    shared.Report(
        given.where, path,
        nearest.empty() ? "unknown key" : "unknown key; did you mean " + Quoted(nearest) + "?");
  }
}

}  // namespace

SettingFindings ReadLayers(const SettingLayers& layers, const SettingFields::Schema& schema,
                           const std::vector<std::string>& keys) {
  SettingFindings findings;
  Shared shared{layers, findings, {}};
  std::vector<const toml::table*> tables;
  for (const toml::table& file : layers.files) tables.push_back(&file);
  TableReader reader(shared, "", std::move(tables));
  schema(reader);
  reader.ReportUnknown();
  ReportUnusedOverrides(shared, keys);
  return findings;
}

Result<toml::table> ParseToml(std::string_view text, std::string_view name) {
  if (text.size() > kTomlBytesMax) {
    return Fail(ErrorCode::kInvalidArgument,
                std::string(name) + ": is larger than " + std::to_string(kTomlBytesMax) + " bytes");
  }
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    return Fail(ErrorCode::kInvalidArgument,
                Place(error.source()) + ": " + std::string(error.description()));
  }
}

}  // namespace jackfield::app
