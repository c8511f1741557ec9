#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <absl/container/inlined_vector.h>

#include "server/base/result.h"
#include "server/exchange/personal_text.h"

namespace jackfield::grpc_api {

// Gathers the first field of an event that breaks a rule, so that each event is read straight
// through.
//
// Thread safety: none; one per event.
class EventFields {
 public:
  enum class Need { kRequired, kOptional };

  // What is read as long as it lives stands in `name`, or in an entry of the list of that name.
  class Part {
   public:
    Part(EventFields& fields, const char* name, int index = -1) : fields_(fields) {
      fields_.parts_.emplace_back(name, index);
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    ~Part() { fields_.parts_.pop_back(); }

   private:
    EventFields& fields_;
  };

  // An identifier of the source.
  std::string Id(const char* field, const std::string& value, Need need);
  exchange::PersonalText Text(const char* field, const std::string& value, std::size_t bytes_max);
  void Refuse(const char* field, std::string rule);

  // Errors: kInvalidArgument (EVENT_INVALID).
  const Status& ok() const { return ok_; }

 private:
  std::string PathOf(const char* field) const;

  Status ok_;
  // From the outside in; an index of -1: none. As many as events have, without an allocation.
  absl::InlinedVector<std::pair<const char*, int>, 4> parts_;
};

}  // namespace jackfield::grpc_api
