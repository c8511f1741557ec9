#include "server/storage/sqlite/file_system.h"

#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

// Fault F10. The types are those of statfs(2).
TEST(FileSystemTest, FileSystemsOfTheNetworkAndLayeredOnesAreWarnedOf) {
  EXPECT_NE(FileSystemWarning(0x6969)->find("NFS"), std::string::npos);
  EXPECT_NE(FileSystemWarning(0xff534d42)->find("CIFS"), std::string::npos);
  EXPECT_NE(FileSystemWarning(0x794c7630)->find("overlay"), std::string::npos);
}

TEST(FileSystemTest, LocalDisksAreNotWarnedOf) {
  EXPECT_EQ(FileSystemWarning(0xef53), std::nullopt);      // ext4
  EXPECT_EQ(FileSystemWarning(0x58465342), std::nullopt);  // XFS
}

TEST(FileSystemTest, AFolderThatIsMissingIsUnavailable) {
  EXPECT_EQ(FileSystemOf("/no/such/folder").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(FileLock::Take("/no/such/folder/lock").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(FileBytes("/no/such/file"), 0);
}

}  // namespace
}  // namespace jackfield::sqlite
