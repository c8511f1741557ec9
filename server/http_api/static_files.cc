#include "server/http_api/static_files.h"

#include <algorithm>

namespace jackfield::http_api {
namespace {

namespace http = boost::beast::http;

constexpr const char* kTextType = "text/plain; charset=utf-8";
constexpr std::string_view kPageEnding = ".html";
constexpr std::string_view kFirstPage = "/index";

// Svelte makes its templates through the one policy, the desk starts its worker through the other;
// nothing else may turn text into markup or code.
constexpr const char* kContentPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'; require-trusted-types-for 'script'; "
    "trusted-types svelte-trusted-html jackfield";
constexpr const char* kPermissions =
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), speaker-selection=(self)";
constexpr const char* kTlsOnly = "max-age=31536000";

// "gzip, deflate, br;q=0.9" names `coding`, and does not refuse it.
bool Accepts(std::string_view codings, std::string_view coding) {
  while (!codings.empty()) {
    const std::size_t end = std::min(codings.find(','), codings.size());
    std::string_view item = codings.substr(0, end);
    codings.remove_prefix(std::min(end + 1, codings.size()));
    item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
    const std::size_t name_end = std::min(item.find_first_of("; "), item.size());
    if (item.substr(0, name_end) != coding) continue;
    const std::size_t weight = item.find("q=");
    return weight == std::string_view::npos ||
           item.find_first_of("123456789", weight) != std::string_view::npos;
  }
  return false;
}

// RFC 9110, 13.1.2: a list of tags, or *. A proxy that compresses marks a tag as weak by W/.
bool Names(std::string_view tags, std::string_view tag) {
  return tags == "*" || tags.find(tag) != std::string_view::npos;
}

HttpResponse TextAnswer(const HttpRequest& request, http::status status, std::string text) {
  HttpResponse response(status, request.version());
  response.set(http::field::content_type, kTextType);
  response.set(http::field::cache_control, "no-store");
  response.body() = std::move(text);
  return response;
}

// Chooses the smallest form that the client takes.
void SetBody(const StaticFile& file, const HttpRequest& request, HttpResponse& response) {
  const std::string_view codings = View(request[http::field::accept_encoding]);
  std::string_view body = file.body;
  if (!file.brotli.empty() && Accepts(codings, "br")) {
    response.set(http::field::content_encoding, "br");
    body = file.brotli;
  } else if (!file.gzip.empty() && Accepts(codings, "gzip")) {
    response.set(http::field::content_encoding, "gzip");
    body = file.gzip;
  }
  response.body() = body;
}

HttpResponse FileAnswer(const StaticFile& file, const HttpRequest& request) {
  HttpResponse response(http::status::ok, request.version());
  response.set(http::field::content_type, std::string(file.content_type));
  response.set(http::field::cache_control,
               file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.set(http::field::etag, std::string(file.etag));
  response.set(http::field::vary, "Accept-Encoding");
  if (Names(View(request[http::field::if_none_match]), file.etag)) {
    response.result(http::status::not_modified);
    return response;
  }
  SetBody(file, request, response);
  return response;
}

}  // namespace

StaticFiles::StaticFiles(const std::vector<StaticFile>& files) {
  for (const StaticFile& file : files) {
    files_.emplace(file.path, file);
    if (!file.path.ends_with(kPageEnding)) continue;
    const std::string_view page = file.path.substr(0, file.path.size() - kPageEnding.size());
    files_.emplace(page == kFirstPage ? "/" : page, file);
  }
}

HttpResponse StaticFiles::Answer(const HttpRequest& request, bool tls) const {
  const bool head = request.method() == http::verb::head;
  const std::string_view target = View(request.target());
  const auto found = files_.find(target.substr(0, std::min(target.find('?'), target.size())));
  HttpResponse response;
  if (request.method() != http::verb::get && !head) {
    response = TextAnswer(request, http::status::method_not_allowed, "only GET and HEAD\n");
    response.set(http::field::allow, "GET, HEAD");
  } else if (found == files_.end()) {
    response = TextAnswer(request, http::status::not_found,
                          files_.empty() ? "this server was built without its web pages\n"
                                         : "no such page: / /supervisor /wall\n");
  } else {
    response = FileAnswer(found->second, request);
  }
  AddSecurityFields(response, tls);
  response.keep_alive(request.keep_alive());
  if (response.result() != http::status::not_modified) response.prepare_payload();
  if (head) response.body().clear();
  return response;
}

void AddSecurityFields(HttpResponse& response, bool tls) {
  response.set("Content-Security-Policy", kContentPolicy);
  AddDataFields(response);
  response.set("Referrer-Policy", "no-referrer");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Permissions-Policy", kPermissions);
  if (tls) response.set("Strict-Transport-Security", kTlsOnly);
}

void AddDataFields(HttpResponse& response) {
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
}

}  // namespace jackfield::http_api
