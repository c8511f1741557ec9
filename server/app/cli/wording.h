#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include "server/base/result.h"
#include "server/base/time.h"

// How values are written for people, and read from them.
//
// Thread safety: pure functions.
namespace jackfield::cli {

// "2026-11-22 14:05:09", UTC. Empty for an absent time.
std::string WriteTime(const google::protobuf::Timestamp& time);

// "1:02:03" or "2:03". Empty for an absent one is the caller's matter.
std::string WriteSpan(const google::protobuf::Duration& span);

// The same, from `since` to `now`; "0:00" where that is before.
std::string WriteSince(const google::protobuf::Timestamp& since, WallTime now);

// "87.5 %".
std::string WriteRatio(double ratio);

// A value of an enum without its prefix: "abandons_negative", "ringing".
std::string WriteEnum(const google::protobuf::EnumDescriptor& type, int value);

// The reverse, and in full; "-" counts as "_". Null: there is none of that name.
const google::protobuf::EnumValueDescriptor* ReadEnum(const google::protobuf::EnumDescriptor& type,
                                                      std::string_view text);

// The short names that ReadEnum() takes.
std::vector<std::string> EnumNames(const google::protobuf::EnumDescriptor& type);

// The same, "a, b, c".
std::string ListEnum(const google::protobuf::EnumDescriptor& type);

// Reads "500ms", "90s", "2m", "4h", "7d". Nullopt: it is not one.
std::optional<google::protobuf::Duration> ReadSpan(std::string_view text);

// Reads RFC 3339, or a date alone, which is its midnight in UTC.
// Errors: kInvalidArgument.
Result<google::protobuf::Timestamp> ReadTime(const std::string& text);

// The id in a resource name: "sales" of "queues/sales".
std::string WriteId(std::string_view name);

}  // namespace jackfield::cli
