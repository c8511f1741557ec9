#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// What the operators' port answers: whether the process lives and serves, its figures, its version.
namespace jackfield::http_api {

// One thing that must be well for the server to be ready.
struct ReadyCheck {
  std::string name;  // "store".
  bool ok = false;
  std::string note;  // Why not, or more about it; may be empty.
};

// Where the pages come from. Called on the thread of the operators' port; must not block.
struct OpsSources {
  std::function<std::vector<ReadyCheck>()> checks;
  std::function<std::string()> metrics;  // In the text format of Prometheus.
  std::string version;                   // "0.1.0".
};

struct OpsPage {
  unsigned status = 200;  // Of HTTP.
  std::string content_type;
  std::string body;
};

// Answers GET and HEAD of /livez, /readyz, /readyz?verbose, /metrics and /version; 404 and 405 for
// all else.
OpsPage AnswerOps(const OpsSources& sources, std::string_view method, std::string_view target);

}  // namespace jackfield::http_api
