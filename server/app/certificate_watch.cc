#include "server/app/certificate_watch.h"

#include <utility>

#include <spdlog/spdlog.h>

#include "server/app/log_line.h"
#include "server/app/small_file.h"
#include "server/net/certificate.h"
#include "server/ports/figures.h"

namespace jackfield::app {
namespace {

constexpr std::size_t kPemBytesMax = 256 * 1024;

}  // namespace

Status CertificateWatch::Read() {
  if (settings_.certificate_file.empty()) return {};
  looked_ = clock_.Now();
  const Result<SmallFile> certificate = ReadSmallFile(settings_.certificate_file, kPemBytesMax);
  if (!certificate) return Fail(certificate);
  const Result<SmallFile> key = ReadSmallFile(settings_.key_file, kPemBytesMax);
  if (!key) return Fail(key);
  const Result<WallTime> expires = net::ReadCertificate(certificate->text, key->text);
  if (!expires) {
    return Fail(ErrorCode::kInvalidArgument,
                settings_.certificate_file + ": " + expires.error().message);
  }
  if (*expires != expires_) {
    spdlog::info("certificate read expires={}", FormatTime(*expires));
    soon_ = false;
  }
  expires_ = *expires;
  const std::chrono::duration<double> seconds = expires_.time_since_epoch();
  metrics_.Gauge(figures::kCertificateExpiry, "", seconds.count());
  WarnBeforeExpiry();
  const bool other = pair_.chain != certificate->text || pair_.key != key->text;
  pair_ = {certificate->text, key->text};
  if (other && taker_) taker_(pair_);
  return {};
}

void CertificateWatch::Look() {
  if (settings_.certificate_file.empty() || clock_.Now() - looked_ < kInterval) return;
  const Status read = Read();
  if (!read && !failed_) {
    metrics_.Count(figures::kCertificateFailuresTotal, "");
    spdlog::error("certificate or key cannot be used, new connections may fail error=\"{}\"",
                  read.error().message);
  }
  failed_ = !read;
}

void CertificateWatch::WarnBeforeExpiry() {
  const Instant now = clock_.Now();
  if (expires_ - clock_.WallNow() > kExpiresSoon) return;
  if (soon_ && now - warned_ < kWarnAgain) return;
  spdlog::warn("certificate expires soon expires={}", FormatTime(expires_));
  soon_ = true;
  warned_ = now;
}

}  // namespace jackfield::app
