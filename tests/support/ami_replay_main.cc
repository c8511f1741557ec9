#include <array>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <unistd.h>

#include "tests/support/ami_replay_capture.h"
#include "tests/support/ami_replay_server.h"

namespace jackfield::test {
namespace {

struct Arguments {
  std::string folder;
  std::vector<double> cut_ms;
  double down_ms = 3000;
  bool exit_when_done = false;
  AmiReplayOptions options;
};

void Describe(CLI::App& app, Arguments& arguments) {
  AmiReplayOptions& options = arguments.options;
  app.add_option("capture", arguments.folder, "Folder with ami.raw, ami.idx and ami.meta.json")
      ->required();
  app.add_option("--port", options.port, "Port on 127.0.0.1; 0: any free one");
  app.add_option("--speed", options.speed, "Times real time; 0: as fast as the client reads");
  app.add_flag("--timestamps", options.timestamps, "Insert Timestamp: into each event");
  app.add_option("--seed", options.chunk_seed, "Not 0: end writes anywhere, by this seed");
  app.add_flag("--duplicate-blocks", options.duplicate_blocks, "Send one block in four twice");
  app.add_flag("--each-block-twice", options.each_block_twice, "Send each block twice in a row");
  app.add_flag("--swap-neighbours", options.swap_neighbours,
               "Swap neighbours that share no channel, bridge, queue or member");
  app.add_option("--cut-ms", arguments.cut_ms, "Cut the link at these moments of the capture");
  app.add_option("--down-ms", arguments.down_ms, "How long each cut lasts, in capture time");
  app.add_option("--username", options.username, "Accept this login only");
  app.add_option("--secret", options.secret, "Accept this secret only");
  app.add_option("--reads", options.reads, "Classes of events that are sent; without it, all")
      ->delimiter(',');
  app.add_option("--writes", options.writes, "Rights of the login, as ListCommands tells them")
      ->delimiter(',');
  app.add_flag("--held", options.held, "Do not begin before a line comes on standard input");
  app.add_flag("--exit-when-done", arguments.exit_when_done, "End after the last block");
}

int Serve(const Arguments& arguments) {
  const auto capture = AmiReplayCapture::Load(arguments.folder);
  if (!capture) {
    std::cerr << capture.error().message << "\n";
    return 1;
  }
  boost::asio::io_context io;
  std::unique_ptr<AmiReplayServer> server;
  auto opened = AmiReplayServer::Open(io, *capture, arguments.options, [&] {
    std::cout << "done blocks=" << server->block_count() << " logins=" << server->login_count()
              << std::endl;
    if (arguments.exit_when_done) io.stop();
  });
  if (!opened) {
    std::cerr << opened.error().message << "\n";
    return 1;
  }
  server = std::move(*opened);
  std::cout << "listening port=" << server->port() << " blocks=" << capture->blocks().size()
            << std::endl;
  boost::asio::posix::stream_descriptor input(io, dup(STDIN_FILENO));
  std::array<char, 16> line{};
  if (arguments.options.held) {
    input.async_read_some(boost::asio::buffer(line), [&](auto error, std::size_t) {
      if (!error) server->Release();
    });
  }
  boost::asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](auto, int) { io.stop(); });
  io.run();
  return 0;
}

}  // namespace
}  // namespace jackfield::test

// Serves a capture as an Asterisk manager, for trying things out by hand and for end-to-end tests.
int main(int argc, char** argv) {
  CLI::App app("Serves a recorded AMI stream over TCP");
  jackfield::test::Arguments arguments;
  jackfield::test::Describe(app, arguments);
  CLI11_PARSE(app, argc, argv);
  for (const double at_ms : arguments.cut_ms) {
    arguments.options.cuts.push_back({at_ms, arguments.down_ms});
  }
  return jackfield::test::Serve(arguments);
}
