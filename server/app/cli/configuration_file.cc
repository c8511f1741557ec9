#include "server/app/cli/configuration_file.h"

#include <cstdint>
#include <limits>
#include <utility>

#include <toml++/toml.h>

#include "server/app/cli/wording.h"
#include "server/app/nearest_name.h"
#include "server/app/setting_layers.h"

namespace jackfield::cli {
namespace {

// Where the file stands in the request; the file's own paths begin after it.
constexpr std::string_view kOuter = "configuration.";

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::size_t kProblemsMax = 100;

// Walks a TOML table and a message side by side; the message's descriptor decides.
//
// Thread safety: none; one per file.
class TableReader {
 public:
  TableReader(std::string file_name, ConfigurationFile& file)
      : file_name_(std::move(file_name)), file_(file) {}

  void ReadTable(const toml::table& table, Message& message, const std::string& path);

  std::vector<FieldViolation> problems;

 private:
  void ReadField(const toml::node& node, Message& message, const FieldDescriptor& field,
                 const std::string& path);
  void ReadOne(const toml::node& node, Message& message, const FieldDescriptor& field,
               const std::string& path);
  void ReadSpanOrTable(const toml::node& node, Message& message, const FieldDescriptor& field,
                       const std::string& path);
  void ReadInteger(const toml::node& node, Message& message, const FieldDescriptor& field);
  void ReadText(const toml::node& node, Message& message, const FieldDescriptor& field);
  void ReadEnumName(const toml::node& node, Message& message, const FieldDescriptor& field);
  std::string Place(const toml::node& node) const;
  void Complain(const toml::node& node, std::string rule);

  std::string file_name_;
  ConfigurationFile& file_;
};

std::string TableReader::Place(const toml::node& node) const {
  const toml::source_position at = node.source().begin;
  return file_name_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

void TableReader::Complain(const toml::node& node, std::string rule) {
  if (problems.size() < kProblemsMax) problems.push_back({Place(node), std::move(rule)});
}

void TableReader::ReadTable(const toml::table& table, Message& message, const std::string& path) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  std::vector<std::string> known;
  for (int i = 0; i < type.field_count(); ++i) known.push_back(type.field(i)->name());
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const FieldDescriptor* const field = type.FindFieldByName(name);
    if (field == nullptr) {
      const std::string near = app::NearestName(name, known);
      Complain(node, "there is no key '" + name + "'" +
                         (near.empty() ? "" : "; did you mean '" + near + "'?"));
      continue;
    }
    ReadField(node, message, *field, path + "." + name);
  }
}

void TableReader::ReadField(const toml::node& node, Message& message, const FieldDescriptor& field,
                            const std::string& path) {
  file_.places.emplace(path, Place(node));
  if (!field.is_repeated()) return ReadOne(node, message, field, path);
  const toml::array* const list = node.as_array();
  if (list == nullptr) return Complain(node, "'" + field.name() + "' must be a list");
  std::size_t index = 0;
  for (const toml::node& item : *list) {
    const std::string item_path = path + "[" + std::to_string(index++) + "]";
    file_.places.emplace(item_path, Place(item));
    ReadOne(item, message, field, item_path);
  }
}

void TableReader::ReadOne(const toml::node& node, Message& message, const FieldDescriptor& field,
                          const std::string& path) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ReadSpanOrTable(node, message, field, path);
    case FieldDescriptor::CPPTYPE_STRING:
      return ReadText(node, message, field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return ReadEnumName(node, message, field);
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!node.is_boolean()) return Complain(node, "'" + field.name() + "' is true or false");
      return reflection.SetBool(&message, &field, node.as_boolean()->get());
    case FieldDescriptor::CPPTYPE_DOUBLE:
      if (!node.is_number()) return Complain(node, "'" + field.name() + "' must be a number");
      return reflection.SetDouble(&message, &field, *node.value<double>());
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return ReadInteger(node, message, field);
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Complain(node, "'" + field.name() + "' cannot be set here");
  }
}

void TableReader::ReadSpanOrTable(const toml::node& node, Message& message,
                                  const FieldDescriptor& field, const std::string& path) {
  const Reflection& reflection = *message.GetReflection();
  if (field.message_type()->full_name() == "google.protobuf.Duration") {
    const auto span = node.is_string() ? ReadSpan(node.as_string()->get()) : std::nullopt;
    if (!span) return Complain(node, "'" + field.name() + R"(' is a span: "30s", "2m" or "4h")");
    return reflection.MutableMessage(&message, &field)->CopyFrom(*span);
  }
  const toml::table* const table = node.as_table();
  if (table == nullptr) return Complain(node, "'" + field.name() + "' must be a table");
  ReadTable(*table,
            field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                : *reflection.MutableMessage(&message, &field),
            path);
}

void TableReader::ReadInteger(const toml::node& node, Message& message,
                              const FieldDescriptor& field) {
  using Limits = std::numeric_limits<std::int32_t>;
  const Reflection& reflection = *message.GetReflection();
  const std::int64_t number = node.is_integer() ? node.as_integer()->get() : -1;
  const bool narrow = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
  if (!node.is_integer() || (narrow && (number < Limits::min() || number > Limits::max()))) {
    return Complain(node, "'" + field.name() + "' must be a whole number");
  }
  if (narrow) return reflection.SetInt32(&message, &field, static_cast<std::int32_t>(number));
  reflection.SetInt64(&message, &field, number);
}

void TableReader::ReadText(const toml::node& node, Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (!node.is_string()) return Complain(node, "'" + field.name() + "' must be text in quotes");
  std::string text = node.as_string()->get();
  if (field.is_repeated()) return reflection.AddString(&message, &field, std::move(text));
  reflection.SetString(&message, &field, std::move(text));
}

void TableReader::ReadEnumName(const toml::node& node, Message& message,
                               const FieldDescriptor& field) {
  const auto* const value =
      node.is_string() ? ReadEnum(*field.enum_type(), node.as_string()->get()) : nullptr;
  if (value == nullptr) {
    return Complain(node, "'" + field.name() + "' must be one of: " + ListEnum(*field.enum_type()));
  }
  message.GetReflection()->SetEnum(&message, &field, value);
}

// Where the value of a path stands; of one that is missing, what it is missing in. Empty: the file.
std::string PlaceOf(std::string path, const ConfigurationFile& file) {
  for (;;) {
    const auto place = file.places.find(path);
    if (place != file.places.end()) return place->second;
    const std::size_t end = path.find_last_of(".[");
    if (end == std::string::npos) return "";
    path.resize(end);
  }
}

}  // namespace

Result<ConfigurationFile> ReadConfiguration(std::string_view text, const std::string& file_name) {
  const Result<toml::table> table = app::ParseToml(text, file_name);
  if (!table) return Fail(table);
  ConfigurationFile file;
  TableReader reader(file_name, file);
  reader.ReadTable(*table, file.configuration, "configuration");
  if (reader.problems.empty()) return file;
  return tl::unexpected<Error>(Error{ErrorCode::kInvalidArgument,
                                     file_name + " cannot be read as a configuration", "",
                                     std::move(reader.problems)});
}

Error PlaceViolations(Error error, const ConfigurationFile& file) {
  for (FieldViolation& violation : error.fields) {
    const std::string place = PlaceOf(violation.field, file);
    if (violation.field.starts_with(kOuter)) violation.field.erase(0, kOuter.size());
    if (!place.empty()) violation.field = place + ": " + violation.field;
  }
  return error;
}

}  // namespace jackfield::cli
