#include "server/http_api/ops_pages.h"

#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

OpsSources Sources(bool store_ok) {
  return {
      .checks =
          [store_ok] {
            return std::vector<ReadyCheck>{{"engine", true, ""}, {"store", store_ok, "disk full"}};
          },
      .metrics = [] { return std::string("jackfield_up 1\n"); },
      .version = "1.2.3"};
}

TEST(OpsPagesTest, EachPageAnswersWhatItIsFor) {
  struct Row {
    std::string_view method;
    std::string_view target;
    unsigned status;
    std::string_view body;
  };
  const Row rows[] = {
      {"GET", "/livez", 200, "alive\n"},
      {"HEAD", "/livez", 200, "alive\n"},
      {"GET", "/readyz", 200, "ready\n"},
      {"GET", "/readyz?verbose", 200, "[+] engine\n[+] store: disk full\nready\n"},
      {"GET", "/metrics", 200, "jackfield_up 1\n"},
      {"GET", "/version", 200, "{\"version\":\"1.2.3\"}\n"},
      {"POST", "/livez", 405, "only GET and HEAD\n"},
      {"GET", "/", 404, "no such page: /livez /readyz /metrics /version\n"},
      {"GET", "/livez/../metrics", 404, "no such page: /livez /readyz /metrics /version\n"},
      {"GET", "", 404, "no such page: /livez /readyz /metrics /version\n"},
  };
  for (const Row& row : rows) {
    const OpsPage page = AnswerOps(Sources(true), row.method, row.target);
    EXPECT_EQ(page.status, row.status) << row.method << " " << row.target;
    EXPECT_EQ(page.body, row.body) << row.method << " " << row.target;
  }
}

TEST(OpsPagesTest, ServerThatIsNotReadySaysWhatFailsAndLivesOn) {
  EXPECT_EQ(AnswerOps(Sources(false), "GET", "/readyz").status, 503U);
  EXPECT_EQ(AnswerOps(Sources(false), "GET", "/readyz").body, "[-] store: disk full\nnot ready\n");
  EXPECT_EQ(AnswerOps(Sources(false), "GET", "/livez").status, 200U);
}

}  // namespace
}  // namespace jackfield::http_api
