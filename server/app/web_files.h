#pragma once

#include <vector>

#include "server/http_api/static_files.h"

namespace jackfield::app {

// The web application that was built into this program; empty when it was built without one
// (JACKFIELD_WEB=OFF). The build makes the definition from agent-client/web.
//
// Thread safety: pure function; what it returns points into the program.
std::vector<http_api::StaticFile> WebFiles();

}  // namespace jackfield::app
