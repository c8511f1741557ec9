#include "server/app/web_files.h"

namespace jackfield::app {

std::vector<http_api::StaticFile> WebFiles() { return {}; }

}  // namespace jackfield::app
