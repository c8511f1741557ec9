#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/message.h>

// Messages as lines of CSV (RFC 4180). A message within a message is written in its place; lists
// are left out. Times are in RFC 3339, spans in whole milliseconds in a column "…_ms"; an absent
// value is an empty cell, so that no data is not 0.
//
// Thread safety: pure functions.
namespace jackfield::cli {

// The names of the columns that CsvLine() writes for messages of this type, with the line's end.
std::string CsvHeading(const google::protobuf::Descriptor& type);

std::string CsvLine(const google::protobuf::Message& message);

// One cell. What a spreadsheet would take for a formula is led by an apostrophe, and so is what
// begins or ends with a space. Why: names of queues, agents and customers may come from outside.
std::string CsvCell(std::string_view text);

// The text of a cell that was read: the reverse of CsvCell() once the quotes are gone. What was not
// led by such an apostrophe loses the spaces at its ends.
std::string_view CsvText(std::string_view cell);

}  // namespace jackfield::cli
