#pragma once

#include <functional>
#include <string>

#include "server/app/configuration_loader.h"

namespace jackfield::app {

struct ServerOptions {
  LoadedConfiguration loaded;                   // Without problems.
  std::string admin_password_file;              // See FirstStartOptions.
  std::function<LoadedConfiguration()> reload;  // Reads the configuration again, for SIGHUP.
};

// Runs the server until SIGTERM or SIGINT. SIGHUP reads the configuration again and takes over the
// log level. Returns the exit status. Called once, by the main thread.
int RunServer(const ServerOptions& options);

}  // namespace jackfield::app
