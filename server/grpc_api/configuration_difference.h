#pragma once

#include <vector>

#include "jackfield/v1/configuration.pb.h"

namespace jackfield::grpc_api {

// What is different in `after`, in its order; what was taken away last.
//
// Thread safety: pure function.
std::vector<v1::ConfigurationChange> Difference(const v1::Configuration& before,
                                                const v1::Configuration& after);

}  // namespace jackfield::grpc_api
