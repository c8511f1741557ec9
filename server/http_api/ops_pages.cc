#include "server/http_api/ops_pages.h"

#include <algorithm>

namespace jackfield::http_api {
namespace {

constexpr const char* kText = "text/plain; charset=utf-8";

OpsPage ReadyPage(const std::vector<ReadyCheck>& checks, bool verbose) {
  const bool ready =
      std::all_of(checks.begin(), checks.end(), [](const ReadyCheck& check) { return check.ok; });
  std::string body;
  for (const ReadyCheck& check : checks) {
    if (!verbose && check.ok) continue;
    body += (check.ok ? "[+] " : "[-] ") + check.name;
    if (!check.note.empty()) body += ": " + check.note;
    body += '\n';
  }
  body += ready ? "ready\n" : "not ready\n";
  return {ready ? 200U : 503U, kText, std::move(body)};
}

}  // namespace

OpsPage AnswerOps(const OpsSources& sources, std::string_view method, std::string_view target) {
  if (method != "GET" && method != "HEAD") return {405, kText, "only GET and HEAD\n"};
  const std::size_t question = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, question);
  if (path == "/livez") return {200, kText, "alive\n"};
  if (path == "/readyz") return ReadyPage(sources.checks(), target.substr(question) == "?verbose");
  if (path == "/metrics") return {200, "text/plain; version=0.0.4", sources.metrics()};
  if (path == "/version") {
    return {200, "application/json", "{\"version\":\"" + sources.version + "\"}\n"};
  }
  return {404, kText, "no such page: /livez /readyz /metrics /version\n"};
}

}  // namespace jackfield::http_api
