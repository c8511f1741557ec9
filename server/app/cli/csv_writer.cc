#include "server/app/cli/csv_writer.h"

#include <cstdio>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/time_util.h>

namespace jackfield::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::TimeUtil;
using Cells = std::vector<std::string>;

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kDuration = "_duration";
constexpr std::string_view kSpaces = " \t";

// Whether the text cannot stand in a cell as it is. What looks like such a text that was led by an
// apostrophe cannot either, so that CsvText() takes off what CsvCell() put on, and no more.
bool NeedsApostrophe(std::string_view text) {
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r ").find(text.front()) != std::string_view::npos) return true;
  if (kSpaces.find(text.back()) != std::string_view::npos) return true;
  return text.front() == '\'' && NeedsApostrophe(text.substr(1));
}

bool IsTime(const Descriptor& type) { return &type == google::protobuf::Timestamp::descriptor(); }
bool IsSpan(const Descriptor& type) { return &type == google::protobuf::Duration::descriptor(); }

// Whether the field's own fields stand in its place.
bool IsFlattened(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsTime(*field.message_type()) &&
         !IsSpan(*field.message_type());
}

std::string NameOf(const FieldDescriptor& field) {
  std::string name = field.name();
  const bool span = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                    IsSpan(*field.message_type()) && name.size() > kDuration.size();
  if (span) name.replace(name.size() - kDuration.size(), kDuration.size(), "_ms");
  return name;
}

void AddNames(const Descriptor& type, Cells& cells) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated()) continue;
    if (IsFlattened(field)) {
      AddNames(*field.message_type(), cells);
    } else {
      cells.push_back(NameOf(field));
    }
  }
}

std::string WriteDouble(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", value);
  return text;
}

std::string WriteMessage(const Message& value) {
  if (IsTime(*value.GetDescriptor())) {
    google::protobuf::Timestamp time;
    time.CopyFrom(value);
    return TimeUtil::ToString(time);
  }
  google::protobuf::Duration span;
  span.CopyFrom(value);
  return std::to_string(TimeUtil::DurationToMilliseconds(span));
}

std::string WriteValue(const Message& message, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (field.has_presence() && !reflection.HasField(message, &field)) return {};
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return WriteDouble(reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return WriteDouble(static_cast<double>(reflection.GetFloat(message, &field)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnum(message, &field)->name();
    case FieldDescriptor::CPPTYPE_STRING:
      return CsvCell(reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return WriteMessage(reflection.GetMessage(message, &field));
  }
  return {};
}

void AddValues(const Message& message, Cells& cells) {
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated()) continue;
    if (IsFlattened(field)) {
      AddValues(message.GetReflection()->GetMessage(message, &field), cells);
    } else {
      cells.push_back(WriteValue(message, field));
    }
  }
}

std::string Join(const Cells& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line += ',';
    line += cell;
  }
  return line.append(kLineEnd);
}

}  // namespace

std::string CsvHeading(const Descriptor& type) {
  Cells cells;
  AddNames(type, cells);
  return Join(cells);
}

std::string CsvLine(const Message& message) {
  Cells cells;
  AddValues(message, cells);
  return Join(cells);
}

std::string CsvCell(std::string_view text) {
  std::string cell(text);
  if (NeedsApostrophe(text)) cell.insert(cell.begin(), '\'');
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char letter : cell) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + '"';
}

std::string_view CsvText(std::string_view cell) {
  if (cell.starts_with('\'') && NeedsApostrophe(cell.substr(1))) return cell.substr(1);
  const std::size_t begin = cell.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return cell.substr(begin, cell.find_last_not_of(kSpaces) - begin + 1);
}

}  // namespace jackfield::cli
