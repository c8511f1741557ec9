#include <string>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/backup_service.grpc.pb.h"

#include "server/storage/sqlite/backup_file.h"
#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::ReasonOf;

class BackupServiceTest : public testing::Test {
 protected:
  // Reads a stream to its end: the copy, and what the stream ended with.
  struct Outcome {
    v1::Backup backup;
    grpc::Status status;
    int messages = 0;
  };
  template <typename Response>
  Outcome Follow(grpc::ClientReader<Response>& stream) {
    Outcome outcome;
    for (Response response; stream.Read(&response); ++outcome.messages) {
      if (response.has_backup()) outcome.backup = response.backup();
    }
    outcome.status = stream.Finish();
    return outcome;
  }
  Outcome Create() {
    const auto context = ApiSite::StreamContext(admin_);
    return Follow(*stub_->CreateBackup(context.get(), {}));
  }
  Outcome Verify(const std::string& name) {
    const auto context = ApiSite::StreamContext(admin_);
    v1::VerifyBackupRequest request;
    request.set_name(name);
    return Follow(*stub_->VerifyBackup(context.get(), request));
  }
  v1::ListBackupsResponse List() {
    v1::ListBackupsResponse response;
    EXPECT_TRUE(stub_->ListBackups(ApiSite::Context(admin_).get(), {}, &response).ok());
    return response;
  }

  ApiSite site_;
  const std::string admin_ = site_.SignIn("admin");
  const std::unique_ptr<v1::BackupService::Stub> stub_ =
      v1::BackupService::NewStub(site_.Connect());
};

TEST_F(BackupServiceTest, ACopyIsMadeListedAndVerified) {
  const Outcome created = Create();

  ASSERT_TRUE(created.status.ok()) << created.status.error_message();
  EXPECT_EQ(created.backup.content_digest().size(), 64U);
  const v1::ListBackupsResponse listed = List();
  ASSERT_EQ(listed.backups_size(), 1);
  EXPECT_EQ(listed.backups(0).name(), created.backup.name());
  EXPECT_EQ(listed.backups(0).content_digest(), created.backup.content_digest());
  const Outcome verified = Verify(created.backup.name());
  ASSERT_TRUE(verified.status.ok()) << verified.status.error_message();
  EXPECT_EQ(verified.backup.content_digest(), created.backup.content_digest());
  EXPECT_TRUE(
      sqlite::VerifyBackup(created.backup.path(), [](const sqlite::BackupStep&) { return true; }));
}

TEST_F(BackupServiceTest, TwoCopiesOfOneSecondHaveTwoNames) {
  ASSERT_TRUE(Create().status.ok());
  ASSERT_TRUE(Create().status.ok());

  EXPECT_EQ(List().backups_size(), 2);
}

TEST_F(BackupServiceTest, ANameThatLeadsElsewhereIsNotFound) {
  EXPECT_EQ(ReasonOf(Verify("backups/jackfield-20261128T041500Z.db").status), "BACKUP_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Verify("backups/..%2Fjackfield.db").status), "BACKUP_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Verify("backups/../jackfield.db").status), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Verify("").status), "FIELD_INVALID");
}

}  // namespace
}  // namespace jackfield::grpc_api
