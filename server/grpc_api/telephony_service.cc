#include <utility>

#include <grpcpp/server_context.h>

#include "jackfield/v1/telephony_service.grpc.pb.h"

#include "server/grpc_api/event_stream_reactor.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/publisher.h"
#include "server/grpc_api/services.h"
#include "server/ports/intake.h"

namespace jackfield::grpc_api {
namespace {

// Thread safety: thread-safe.
class TelephonyServiceImpl final : public v1::TelephonyService::CallbackService {
 public:
  explicit TelephonyServiceImpl(const ServiceParts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* PublishCallEvent(grpc::CallbackServerContext* context,
                                             const v1::PublishCallEventRequest* request,
                                             v1::PublishCallEventResponse* response) override {
    return parts_.gate.Serve(
        context, "TelephonyService/PublishCallEvent",
        [this, request, response](const UnaryCallPtr& call) {
          Result<exchange::TelephonyEvent> event =
              PublishedEvent(call->principal(), request->event());
          if (!event) return call->Finish(Fail(event));
          parts_.ports.intake.Accept(
              *std::move(event), [call, response](const Result<Receipt>& receipt) {
                if (!receipt) return call->Finish(FailWithin("event", receipt));
                response->set_duplicate(receipt->repeated);
                response->set_journal_sequence(static_cast<std::int64_t>(receipt->sequence.value));
                call->Finish({});
              });
        });
  }

  grpc::ServerBidiReactor<v1::StreamCallEventsRequest, v1::StreamCallEventsResponse>*
  StreamCallEvents(grpc::CallbackServerContext* context) override {
    return EventStreamReactor::Start(parts_, *context);
  }

 private:
  const ServiceParts parts_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeTelephonyService(const ServiceParts& parts) {
  return std::make_unique<TelephonyServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
