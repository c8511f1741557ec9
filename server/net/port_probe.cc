#include "server/net/port_probe.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace jackfield::net {
namespace {

// RFC 9113, section 3.4: the preface of a client, then its SETTINGS, which may be empty.
constexpr std::string_view kPreface{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", 33};
constexpr std::size_t kFrameHeaderBytes = 9;
constexpr std::size_t kFrameTypeAt = 3;
constexpr char kSettingsFrame = 4;
constexpr std::size_t kLineBytesMax = 256;
constexpr std::array<unsigned char, 3> kAlpn = {2, 'h', '2'};

tl::unexpected<Error> Failed(std::string_view step, const std::string& why) {
  return Fail(ErrorCode::kUnavailable, std::string(step) + ": " + why);
}

std::string SystemReason() {
  const bool late = errno == EAGAIN || errno == EINPROGRESS;
  return late ? "no answer in time" : std::generic_category().message(errno);
}

// A connected socket, closed at its end.
//
// Thread safety: none; one per probe.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

void SetLimit(int descriptor, Duration limit) {
  timeval time{};
  time.tv_sec = static_cast<time_t>(limit.count() / 1'000);
  time.tv_usec = static_cast<suseconds_t>(limit.count() % 1'000 * 1'000);
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);  // Also of connect().
}

Result<Socket> Connect(const ProbeTarget& target) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(target.port);
  const int looked = getaddrinfo(target.host.c_str(), port.c_str(), &hints, &found);
  if (looked != 0) return Failed("name " + target.host, gai_strerror(looked));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, &freeaddrinfo);
  std::string why = "no address";
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    Socket socket(::socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, 0));
    if (socket.descriptor() < 0) continue;
    SetLimit(socket.descriptor(), target.limit);
    if (connect(socket.descriptor(), address->ai_addr, address->ai_addrlen) == 0) return socket;
    why = SystemReason();
  }
  return Failed("connect to " + target.host + ":" + port, why);
}

// Bytes over a socket, with TLS or without.
//
// Thread safety: none; one per probe.
class Stream {
 public:
  explicit Stream(Socket socket) : socket_(std::move(socket)) {}

  Status Handshake(const ProbeTarget& target) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (!context_) return Failed("TLS", "OpenSSL cannot start");
    if (!target.ca_file.empty() &&
        SSL_CTX_load_verify_locations(context_.get(), target.ca_file.c_str(), nullptr) != 1) {
      ERR_clear_error();
      return Failed("TLS", target.ca_file + " cannot be read as certificates");
    }
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_.descriptor());
    SSL_set_alpn_protos(ssl_.get(), kAlpn.data(), kAlpn.size());
    // What the macro SSL_set_tlsext_host_name does, without its casts.
    std::string name = target.host;
    SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    X509_VERIFY_PARAM* const rules = SSL_get0_param(ssl_.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, target.host.c_str()) != 1) {
      SSL_set1_host(ssl_.get(), target.host.c_str());
    }
    ERR_clear_error();
    if (SSL_connect(ssl_.get()) == 1) return {};
    const unsigned long cause = ERR_get_error();
    ERR_clear_error();
    return Failed("TLS", cause == 0 ? SystemReason() : ERR_reason_error_string(cause));
  }

  bool Write(std::string_view bytes) {
    const int size = static_cast<int>(bytes.size());
    if (ssl_) return SSL_write(ssl_.get(), bytes.data(), size) == size;
    return send(socket_.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == size;
  }

  // What comes next, at most `bytes_max`; empty: nothing did.
  std::string Read(std::size_t bytes_max) {
    std::string bytes(bytes_max, '\0');
    const auto read = ssl_ ? SSL_read(ssl_.get(), bytes.data(), static_cast<int>(bytes_max))
                           : recv(socket_.descriptor(), bytes.data(), bytes_max, 0);
    bytes.resize(read > 0 ? static_cast<std::size_t>(read) : 0);
    return bytes;
  }

  ProbeAnswer Certificate(bool trusted_authority) const {
    ProbeAnswer answer;
    const std::unique_ptr<X509, decltype(&X509_free)> peer(SSL_get1_peer_certificate(ssl_.get()),
                                                           &X509_free);
    std::tm end{};
    if (!peer || ASN1_TIME_to_tm(X509_get0_notAfter(peer.get()), &end) != 1) return answer;
    answer.certificate_expires =
        WallTime(std::chrono::seconds(static_cast<std::int64_t>(timegm(&end))));
    const long verified = SSL_get_verify_result(ssl_.get());
    if (trusted_authority && verified != X509_V_OK) {
      answer.certificate_problem = X509_verify_cert_error_string(verified);
    }
    return answer;
  }

 private:
  Socket socket_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, &SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
};

}  // namespace

Result<ProbeAnswer> ProbeHttp2(const ProbeTarget& target) {
  Result<Socket> socket = Connect(target);
  if (!socket) return Fail(socket);
  Stream stream(std::move(*socket));
  ProbeAnswer answer;
  if (target.tls) {
    const Status secured = stream.Handshake(target);
    if (!secured) return Fail(secured);
    answer = stream.Certificate(!target.ca_file.empty());
  }
  if (!stream.Write(kPreface)) return Failed("write", SystemReason());
  errno = 0;
  const std::string frame = stream.Read(kLineBytesMax);
  if (frame.empty()) return Failed("answer", errno == 0 ? "closed by the server" : SystemReason());
  const bool http2 = frame.size() >= kFrameHeaderBytes && frame[kFrameTypeAt] == kSettingsFrame;
  if (!http2) return Failed("answer", "not a server of gRPC, or TLS on one side only");
  return answer;
}

Result<std::string> ProbeHttp(const ProbeTarget& target, const std::string& path) {
  Result<Socket> socket = Connect(target);
  if (!socket) return Fail(socket);
  Stream stream(std::move(*socket));
  if (target.tls) {
    const Status secured = stream.Handshake(target);
    if (!secured) return Fail(secured);
  }
  const std::string request =
      "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  if (!stream.Write(request)) return Failed("write", SystemReason());
  errno = 0;
  const std::string line = stream.Read(kLineBytesMax);
  if (!line.starts_with("HTTP/1.")) {
    return Failed("answer", errno == 0 ? "not a page" : SystemReason());
  }
  return line.substr(0, line.find('\r'));
}

}  // namespace jackfield::net
