#include "server/app/cli/export_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace jackfield::cli {
namespace {

class ExportFileTest : public testing::Test {
 protected:
  std::unique_ptr<ExportFile> Open(ExportFile::Start start, const std::string& origin = "here") {
    auto file = ExportFile::Open(path_, origin, start);
    EXPECT_TRUE(file);
    return file ? *std::move(file) : nullptr;
  }
  static std::string TextOf(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  bool IsThere(const std::string& ending) { return std::filesystem::exists(path_ + ending); }

  fakes::TemporaryFolder folder_;
  const std::string path_ = folder_.File("all.csv");
};

TEST_F(ExportFileTest, FileGetsItsNameWhenItIsComplete) {
  const auto file = Open(ExportFile::Start::kAnew);
  ASSERT_TRUE(file->Append("one\n", {"", "next", 0, 1, 2}));
  EXPECT_FALSE(IsThere(""));

  ASSERT_TRUE(file->Append("two\n", {"", "", 0, 2, 2}));
  ASSERT_TRUE(file->Commit());

  EXPECT_EQ(TextOf(path_), "one\ntwo\n");
  EXPECT_FALSE(IsThere(".part"));
  EXPECT_FALSE(IsThere(".part.place"));
}

TEST_F(ExportFileTest, WritingGoesOnAfterTheLastPlaceThatWasRemembered) {
  ASSERT_TRUE(Open(ExportFile::Start::kAnew)->Append("one\n", {"", "next", 0, 1, 3}));
  std::ofstream(path_ + ".part", std::ios::app) << "half a li";

  const auto file = Open(ExportFile::Start::kGoOn);

  EXPECT_EQ(file->place().page_token, "next");
  EXPECT_EQ(file->place().rows, 1);
  EXPECT_EQ(file->place().rows_all, 3);
  ASSERT_TRUE(file->Append("two\n", {"", "", 0, 2, 3}));
  ASSERT_TRUE(file->Commit());
  EXPECT_EQ(TextOf(path_), "one\ntwo\n");
}

TEST_F(ExportFileTest, WithoutGoingOnItBeginsAnew) {
  ASSERT_TRUE(Open(ExportFile::Start::kAnew)->Append("one\n", {"", "next", 0, 1, 3}));

  const auto file = Open(ExportFile::Start::kAnew);

  EXPECT_EQ(file->place().rows, 0);
  ASSERT_TRUE(file->Append("new\n", {"", "", 0, 1, 1}));
  ASSERT_TRUE(file->Commit());
  EXPECT_EQ(TextOf(path_), "new\n");
}

TEST_F(ExportFileTest, WhatIsOfAnotherOriginDoesNotGoOn) {
  ASSERT_TRUE(Open(ExportFile::Start::kAnew)->Append("one\n", {"", "next", 0, 1, 3}));

  const auto file = ExportFile::Open(path_, "elsewhere", ExportFile::Start::kGoOn);

  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::kFailedPrecondition);
}

TEST_F(ExportFileTest, NothingLeftIsABeginning) {
  EXPECT_EQ(Open(ExportFile::Start::kGoOn)->place().bytes, 0);
}

TEST_F(ExportFileTest, AFolderThatIsNotThereIsAnError) {
  EXPECT_FALSE(ExportFile::Open(folder_.File("none/all.csv"), "here", ExportFile::Start::kAnew));
}

}  // namespace
}  // namespace jackfield::cli
