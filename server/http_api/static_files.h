#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/http_api/http_message.h"

namespace jackfield::http_api {

// One file of the web application, as the build made it. The views are into the program.
struct StaticFile {
  std::string_view path;  // "/assets/desk-a1b2c3.js"
  std::string_view content_type;
  std::string_view body;
  std::string_view gzip;    // The same, compressed; empty: not worth it.
  std::string_view brotli;  // The same.
  std::string_view etag;    // Of the content, in quotes.
  bool immutable = false;   // Its path changes with its content.
};

// Serves the web application. Only what is in the table exists: no path reaches a file system.
//
// Thread safety: immutable value.
class StaticFiles {
 public:
  // The pages are also found without ".html", "index.html" at "/".
  explicit StaticFiles(const std::vector<StaticFile>& files);

  // Answers GET and HEAD: 200, 304 where the client has the file, 404, 405 for other methods.
  HttpResponse Answer(const HttpRequest& request, bool tls) const;

 private:
  std::map<std::string, StaticFile, std::less<>> files_;
};

// What every page is told of what it may load, run and be shown in (W3C Content Security Policy 3,
// Trusted Types), and the other fields that keep a page to itself.
void AddSecurityFields(HttpResponse& response, bool tls);

// The part of it that matters to what is no page: it is what its type says, and only pages of this
// server may read it.
void AddDataFields(HttpResponse& response);

}  // namespace jackfield::http_api
