#include "server/app/certificate_watch.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "server/ports/figures.h"
#include "tests/support/certificates.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/temporary_folder.h"

namespace jackfield::app {
namespace {

class CertificateWatchTest : public testing::Test {
 protected:
  CertificateWatchTest() {
    Write("certificate.pem", fakes::kFirstCertificate.certificate);
    Write("key.pem", fakes::kFirstCertificate.key);
  }

  void Write(const std::string& name, const char* text) {
    std::ofstream(folder_.File(name)) << text;
  }
  void LookLater() {
    clock_.Advance(CertificateWatch::kInterval);
    watch_.Look();
  }

  const fakes::TemporaryFolder folder_;
  fakes::FakeClock clock_;
  fakes::FakeMetrics metrics_;
  CertificateWatch watch_{
      {folder_.File("certificate.pem"), folder_.File("key.pem")}, clock_, metrics_};
};

TEST_F(CertificateWatchTest, ItTellsWhenTheCertificateExpires) {
  ASSERT_TRUE(watch_.Read());

  EXPECT_GT(metrics_.GaugeOf(figures::kCertificateExpiry), 4'900'000'000.0);
}

TEST_F(CertificateWatchTest, AKeyOfAnotherCertificateIsRefusedAtTheStart) {
  Write("key.pem", fakes::kSecondCertificate.key);

  const Status read = watch_.Read();

  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(CertificateWatchTest, AChangeThatCannotBeUsedIsCountedOnceUntilItIsRight) {
  ASSERT_TRUE(watch_.Read());
  Write("certificate.pem", fakes::kSecondCertificate.certificate);

  watch_.Look();
  EXPECT_EQ(metrics_.CountOf(figures::kCertificateFailuresTotal), 0U);
  LookLater();
  LookLater();
  EXPECT_EQ(metrics_.CountOf(figures::kCertificateFailuresTotal), 1U);

  Write("key.pem", fakes::kSecondCertificate.key);
  LookLater();
  Write("key.pem", "no key");
  LookLater();
  EXPECT_EQ(metrics_.CountOf(figures::kCertificateFailuresTotal), 2U);
}

TEST_F(CertificateWatchTest, WithoutTlsNothingIsRead) {
  CertificateWatch watch({}, clock_, metrics_);

  EXPECT_TRUE(watch.Read());
  clock_.Advance(CertificateWatch::kInterval);
  watch.Look();

  EXPECT_EQ(metrics_.CountOf(figures::kCertificateFailuresTotal), 0U);
}

}  // namespace
}  // namespace jackfield::app
