#include "server/app/cli/customer_columns.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "server/app/cli/csv_writer.h"

namespace jackfield::cli {
namespace {

constexpr char kBetweenValues = ';';
constexpr char kAfterWord = '=';
constexpr char kEscape = '\\';

std::string Normalised(const std::string& heading) {
  std::string out;
  for (const char letter : heading) {
    const char plain = letter == ' ' || letter == '-' ? '_' : letter;
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(plain)));
  }
  return out;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Where `sign` stands for itself; the size: nowhere.
std::size_t FindPlain(std::string_view text, char sign) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == kEscape) {
      ++at;
    } else if (text[at] == sign) {
      return at;
    }
  }
  return text.size();
}

constexpr std::string_view kAgents = "agents/";

std::string LoginIn(const std::string& agent) {
  return agent.starts_with(kAgents) ? agent.substr(kAgents.size()) : agent;
}

bool IsEscaped(char letter) {
  return letter == kBetweenValues || letter == kAfterWord || letter == kEscape;
}

std::string Unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == kEscape && at + 1 < text.size() && IsEscaped(text[at + 1])) ++at;
    plain += text[at];
  }
  return plain;
}

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    if (IsEscaped(letter)) escaped += kEscape;
    escaped += letter;
  }
  return escaped;
}

// Calls `take` with each value as it is written.
template <typename Take>
void ForEachWritten(std::string_view cell, Take take) {
  while (!cell.empty()) {
    const std::size_t end = FindPlain(cell, kBetweenValues);
    const std::string_view value = Trimmed(cell.substr(0, end));
    if (!value.empty()) take(value);
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
}

template <typename Take>
void ForEachValue(std::string_view cell, Take take) {
  ForEachWritten(cell, [&take](std::string_view value) { take(Unescaped(value)); });
}

// "word=value", or a value alone, whose word is empty.
template <typename Take>
void ForEachPair(std::string_view cell, Take take) {
  ForEachWritten(cell, [&take](std::string_view value) {
    const std::size_t equals = FindPlain(value, kAfterWord);
    const bool paired = equals < value.size();
    take(paired ? Unescaped(Trimmed(value.substr(0, equals))) : std::string(),
         Unescaped(paired ? Trimmed(value.substr(equals + 1)) : value));
  });
}

void AddValue(std::string& cell, const std::string& value) {
  if (!cell.empty()) cell += kBetweenValues;
  cell += value;
}

struct KindWord {
  std::string_view word;
  v1::CustomerNumber::Kind kind;
};
constexpr auto kKindWords = std::to_array<KindWord>({
    {"work", v1::CustomerNumber::KIND_WORK},
    {"mobile", v1::CustomerNumber::KIND_MOBILE},
    {"home", v1::CustomerNumber::KIND_HOME},
    {"main", v1::CustomerNumber::KIND_MAIN},
    {"fax", v1::CustomerNumber::KIND_FAX},
    {"other", v1::CustomerNumber::KIND_OTHER},
});

std::string WordOf(const v1::CustomerNumber& number) {
  if (!number.label().empty()) return number.label();
  for (const KindWord& known : kKindWords) {
    if (known.kind == number.kind()) return std::string(known.word);
  }
  return {};
}

// Any word that is not of a kind is a label.
void SetWord(v1::CustomerNumber& number, const std::string& word) {
  if (word.empty()) return;
  const auto* const known = std::find_if(kKindWords.begin(), kKindWords.end(),
                                         [&](const KindWord& kind) { return kind.word == word; });
  if (known != kKindWords.end()) return number.set_kind(known->kind);
  number.set_kind(v1::CustomerNumber::KIND_OTHER);
  number.set_label(word);
}

void AddNumbers(v1::Customer& customer, v1::CustomerNumber::Kind kind, const std::string& cell) {
  ForEachValue(cell, [&](std::string value) {
    v1::CustomerNumber& number = *customer.add_numbers();
    number.mutable_number()->set_raw(std::move(value));
    number.set_kind(kind);
  });
}

// "phone_mobile", "mobile_phone", "mobile_number" -> "mobile".
std::string WithoutPhone(std::string heading) {
  for (const std::string_view word : {"_phone", "_number"}) {
    if (heading.ends_with(word)) heading.resize(heading.size() - word.size());
  }
  if (heading.starts_with("phone_")) heading.erase(0, std::string_view("phone_").size());
  return heading;
}

}  // namespace

CustomerColumns::Field CustomerColumns::FieldOf(const std::string& heading) {
  using Known = std::pair<std::string_view, Field>;
  static constexpr auto kKnown = std::to_array<Known>({
      {"name", Field::kName},
      {"display_name", Field::kName},
      {"full_name", Field::kName},
      {"first_name", Field::kFirstName},
      {"given_name", Field::kFirstName},
      {"last_name", Field::kLastName},
      {"family_name", Field::kLastName},
      {"external_id", Field::kExternalId},
      {"id", Field::kExternalId},
      {"customer_id", Field::kExternalId},
      {"external_ids", Field::kExternalIds},
      {"company", Field::kCompany},
      {"role", Field::kRole},
      {"tier", Field::kTier},
      {"language", Field::kLanguage},
      {"language_code", Field::kLanguage},
      {"note", Field::kNote},
      {"pinned_note", Field::kNote},
      {"preferred_agent", Field::kPreferredAgent},
      {"phone", Field::kPhone},
      {"number", Field::kPhone},
      {"numbers", Field::kNumbers},
      {"work", Field::kWork},
      {"mobile", Field::kMobile},
      {"home", Field::kHome},
      {"main", Field::kMain},
      {"fax", Field::kFax},
      {"email", Field::kEmail},
      {"e_mail", Field::kEmail},
      {"email_address", Field::kEmail},
      {"flags", Field::kFlags},
  });
  const std::string name = Normalised(heading);
  for (const std::string& form : {name, WithoutPhone(name)}) {
    const auto* const found = std::find_if(kKnown.begin(), kKnown.end(),
                                           [&](const Known& known) { return known.first == form; });
    if (found != kKnown.end()) return found->second;
  }
  return Field::kUnused;
}

Result<CustomerColumns> CustomerColumns::Read(
    const std::vector<std::string>& headings,
    const std::vector<std::pair<std::string, std::string>>& renames, const std::string& system) {
  CustomerColumns columns;
  columns.system_ = system;
  for (const auto& [heading, meaning] : renames) {
    if (std::find(headings.begin(), headings.end(), heading) == headings.end()) {
      return Fail(ErrorCode::kInvalidArgument, "the file has no column '" + heading + "'");
    }
    if (FieldOf(meaning) == Field::kUnused) {
      return Fail(ErrorCode::kInvalidArgument, "customers have no field '" + meaning + "'");
    }
  }
  bool named = false;
  for (const std::string& heading : headings) {
    const auto rename = std::find_if(renames.begin(), renames.end(),
                                     [&](const auto& pair) { return pair.first == heading; });
    const Field field = FieldOf(rename == renames.end() ? heading : rename->second);
    named |= field == Field::kName || field == Field::kFirstName || field == Field::kLastName;
    if (field == Field::kUnused) columns.unused_.push_back(heading);
    columns.fields_.push_back(field);
  }
  if (named) return columns;
  return Fail(ErrorCode::kInvalidArgument,
              "no column holds names; the first line must hold headings, one of them `name`");
}

void CustomerColumns::Set(v1::Customer& customer, Field field, const std::string& cell,
                          const std::string& system) {
  switch (field) {
    case Field::kUnused:
      return;
    case Field::kName:
      return customer.set_display_name(cell);
    case Field::kFirstName:
      return customer.set_display_name(
          customer.display_name().empty() ? cell : cell + " " + customer.display_name());
    case Field::kLastName:
      return customer.set_display_name(
          customer.display_name().empty() ? cell : customer.display_name() + " " + cell);
    case Field::kExternalId: {
      v1::ExternalId& id = *customer.add_external_ids();
      id.set_system(system);
      return id.set_value(cell);
    }
    case Field::kExternalIds:
      return ForEachPair(cell, [&](std::string word, std::string value) {
        v1::ExternalId& id = *customer.add_external_ids();
        id.set_system(word.empty() ? system : std::move(word));
        id.set_value(std::move(value));
      });
    case Field::kCompany:
      return customer.set_company(cell);
    case Field::kRole:
      return customer.set_role(cell);
    case Field::kTier:
      return customer.set_tier(cell);
    case Field::kLanguage:
      return customer.set_language_code(cell);
    case Field::kNote:
      return customer.set_pinned_note(cell);
    case Field::kPreferredAgent:
      return customer.set_preferred_agent(std::string(kAgents) + cell);
    case Field::kPhone:
      return AddNumbers(customer, v1::CustomerNumber::KIND_UNSPECIFIED, cell);
    case Field::kNumbers:
      return ForEachPair(cell, [&](const std::string& word, std::string value) {
        v1::CustomerNumber& number = *customer.add_numbers();
        number.mutable_number()->set_raw(std::move(value));
        SetWord(number, word);
      });
    case Field::kWork:
      return AddNumbers(customer, v1::CustomerNumber::KIND_WORK, cell);
    case Field::kMobile:
      return AddNumbers(customer, v1::CustomerNumber::KIND_MOBILE, cell);
    case Field::kHome:
      return AddNumbers(customer, v1::CustomerNumber::KIND_HOME, cell);
    case Field::kMain:
      return AddNumbers(customer, v1::CustomerNumber::KIND_MAIN, cell);
    case Field::kFax:
      return AddNumbers(customer, v1::CustomerNumber::KIND_FAX, cell);
    case Field::kEmail:
      return ForEachValue(
          cell, [&](std::string value) { customer.add_email_addresses(std::move(value)); });
    case Field::kFlags:
      return ForEachValue(
          cell, [&](std::string value) { customer.add_flags()->set_code(std::move(value)); });
  }
}

Result<v1::Customer> CustomerColumns::ToCustomer(const std::vector<std::string>& cells) const {
  if (cells.size() > fields_.size()) {
    return Fail(ErrorCode::kInvalidArgument, "the row has " + std::to_string(cells.size()) +
                                                 " cells, the first line " +
                                                 std::to_string(fields_.size()));
  }
  v1::Customer customer;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string value(CsvText(cells[i]));
    if (!value.empty()) Set(customer, fields_[i], value, system_);
  }
  return customer;
}

std::string CustomerColumns::CsvHeadings() {
  return "name,external_ids,company,role,tier,language,flags,numbers,email,note,preferred_"
         "agent\r\n";
}

std::string CustomerColumns::ToCsvLine(const v1::Customer& customer) {
  std::string ids;
  for (const v1::ExternalId& id : customer.external_ids()) {
    AddValue(ids, Escaped(id.system()) + kAfterWord + Escaped(id.value()));
  }
  std::string flags;
  for (const v1::CustomerFlag& flag : customer.flags()) AddValue(flags, Escaped(flag.code()));
  std::string numbers;
  for (const v1::CustomerNumber& number : customer.numbers()) {
    const std::string word = WordOf(number);
    AddValue(numbers,
             (word.empty() ? word : Escaped(word) + kAfterWord) + Escaped(number.number().raw()));
  }
  std::string addresses;
  for (const std::string& address : customer.email_addresses()) {
    AddValue(addresses, Escaped(address));
  }
  std::string line = CsvCell(customer.display_name());
  for (const std::string& text :
       {ids, customer.company(), customer.role(), customer.tier(), customer.language_code(), flags,
        numbers, addresses, customer.pinned_note(), LoginIn(customer.preferred_agent())}) {
    line.append(",").append(CsvCell(text));
  }
  return line + "\r\n";
}

}  // namespace jackfield::cli
