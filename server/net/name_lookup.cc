#include "server/net/name_lookup.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/net/stream_steps.h"

namespace jackfield::net {

using boost::asio::ip::tcp;

struct NameLookup::State {
  explicit State(const boost::asio::any_io_executor& executor) : changed(executor) {}

  boost::asio::steady_timer changed;  // Cancelled when the look-up is over, or given up.
  bool under_way = false;
  bool cancelled = false;
  boost::system::error_code error;
  Addresses addresses;
};

NameLookup::NameLookup(const boost::asio::any_io_executor& executor)
    : NameLookup(executor, [resolver = std::make_shared<tcp::resolver>(executor)](
                               const std::string& host, const std::string& port, Found found) {
        resolver->async_resolve(host, port, std::move(found));
      }) {}

NameLookup::NameLookup(const boost::asio::any_io_executor& executor, Begin begin)
    : begin_(std::move(begin)), state_(std::make_shared<State>(executor)) {}

NameLookup::~NameLookup() = default;

boost::asio::awaitable<Result<NameLookup::Addresses>> NameLookup::Find(std::string host,
                                                                       std::uint16_t port,
                                                                       Duration limit) {
  boost::system::error_code error;
  const auto numeric = boost::asio::ip::make_address(host, error);
  const std::string service = std::to_string(port);
  if (!error) co_return Addresses::create(tcp::endpoint(numeric, port), host, service);  // N2.
  const std::shared_ptr<State> state = state_;
  state->cancelled = false;
  if (!state->under_way) {  // N1.
    state->under_way = true;
    begin_(host, service, [state](const boost::system::error_code& failed, Addresses addresses) {
      state->under_way = false;
      state->error = failed;
      state->addresses = std::move(addresses);
      state->changed.cancel();
    });
  }
  state->changed.expires_after(limit);
  co_await state->changed.async_wait(
      boost::asio::redirect_error(boost::asio::use_awaitable, error));
  if (state->cancelled) co_return Fail(ErrorCode::kUnavailable, "the look-up was given up");
  if (state->under_way) {
    co_return Fail(ErrorCode::kDeadlineExceeded, "no name server answers for " + host);
  }
  if (state->error) co_return FailedStep(state->error);
  co_return state->addresses;
}

void NameLookup::Cancel() {
  state_->cancelled = true;
  state_->changed.cancel();
}

}  // namespace jackfield::net
