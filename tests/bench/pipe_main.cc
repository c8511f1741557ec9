// The floor: a bare gRPC server that looks up, commits one row and forwards.
//
//   bench-pipe --file FILE --customers N
//
// Prints "listening PORT" when it serves, and ends at the end of its standard input.
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include "tests/bench/pipe.h"
#include "tests/bench/pipe_services.h"
#include "tests/bench/pipe_store.h"

namespace jackfield::bench {
namespace {

int Serve(const std::string& file, std::int64_t customers) {
  Pipe pipe(std::make_unique<PipeStore>(file, customers));
  const auto telephony = MakePipeTelephony(pipe);
  const auto desks = MakePipeDesks(pipe);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(telephony.get());
  builder.RegisterService(desks.get());
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) return 1;
  std::cout << "listening " << port << std::endl;
  for (std::string line; std::getline(std::cin, line);) continue;
  server->Shutdown(std::chrono::system_clock::now());
  server->Wait();
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App app("The floor of the benchmarks");
  std::string file;
  std::int64_t customers = 0;
  app.add_option("--file", file)->required();
  app.add_option("--customers", customers)->required();
  CLI11_PARSE(app, argc, argv);
  try {
    return Serve(file, customers);
  } catch (const SQLite::Exception& cause) {
    std::cerr << "bench-pipe: " << cause.what() << '\n';
    return 1;
  }
}

}  // namespace
}  // namespace jackfield::bench

int main(int argc, char** argv) { return jackfield::bench::Main(argc, argv); }
