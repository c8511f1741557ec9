#include "server/grpc_api/running_imports.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

TEST(RunningImportsTest, AnImportRunsOnceAtATime) {
  const auto imports = std::make_shared<RunningImports>();
  auto first = imports->Begin({"users/admin", "a"});
  ASSERT_TRUE(first);

  const auto second = imports->Begin({"users/admin", "a"});

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kAborted);
  EXPECT_EQ(second.error().reason, "IMPORT_IN_PROGRESS");
  first->reset();
  EXPECT_TRUE(imports->Begin({"users/admin", "a"}));
}

TEST(RunningImportsTest, ImportsOfOthersAndOtherImportsRunBesideIt) {
  const auto imports = std::make_shared<RunningImports>();
  const auto first = imports->Begin({"users/admin", "a"});

  EXPECT_TRUE(imports->Begin({"users/admin", "b"}));
  EXPECT_TRUE(imports->Begin({"tokens/crm", "a"}));
}

}  // namespace
}  // namespace jackfield::grpc_api
