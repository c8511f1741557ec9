#pragma once

#include <memory>

#include <grpcpp/impl/service_type.h>

#include "tests/bench/pipe.h"

namespace jackfield::bench {

// StreamCallEvents and WatchDesk of the product's contract, with the pipe behind them. A desk's
// credential is the index of its agent.
//
// Thread safety: thread-safe. `pipe` outlives them and every stream.
std::unique_ptr<grpc::Service> MakePipeTelephony(Pipe& pipe);
std::unique_ptr<grpc::Service> MakePipeDesks(Pipe& pipe);

}  // namespace jackfield::bench
