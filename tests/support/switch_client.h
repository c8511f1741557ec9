#pragma once

#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

#include "jackfield/v1/telephony_service.grpc.pb.h"

#include "tests/support/api_site.h"

namespace jackfield::test {

// A telephone system that publishes: calls come in, wait in "sales", ring and are answered. A
// caller's connection is the call's id with "-caller" behind it, an agent's is the id and the
// device.
//
// Thread safety: none; one per test.
class SwitchClient {
 public:
  explicit SwitchClient(ApiSite& site)
      : secret_(site.TokenOf("pbx")), stub_(v1::TelephonyService::NewStub(site.Connect())) {}

  grpc::Status Publish(const v1::CallEvent& event) {
    v1::PublishCallEventRequest request;
    *request.mutable_event() = event;
    v1::PublishCallEventResponse response;
    return stub_->PublishCallEvent(ApiSite::Context(secret_).get(), request, &response);
  }

  // A call comes in and waits.
  bool Wait(const std::string& call, const std::string& number,
            v1::Presentation presentation = v1::PRESENTATION_PRESENTED) {
    v1::CallEvent event;
    v1::OriginatedEvent& originated = *event.mutable_originated();
    originated.set_call(call);
    originated.set_direction(v1::DIRECTION_INBOUND);
    originated.mutable_caller()->set_number(number);
    originated.mutable_caller()->set_name("Erika Muster");
    originated.mutable_caller()->set_presentation(presentation);
    originated.set_dialled("+49302000");
    originated.set_connection(call + "-caller");
    v1::CallEvent queued;
    queued.mutable_queued()->set_call(call);
    queued.mutable_queued()->set_leg(call + "-caller");
    queued.mutable_queued()->set_queue("sales");
    return Publish(event).ok() && Publish(queued).ok();
  }

  bool RingAt(const std::string& call, const std::string& device) {
    v1::CallEvent event;
    v1::DeliveredEvent& delivered = *event.mutable_delivered();
    delivered.set_call(call);
    delivered.set_connection(call + device);
    delivered.set_device(device);
    delivered.set_queue("sales");
    delivered.set_leg(call + "-caller");
    return Publish(event).ok();
  }

  bool Answer(const std::string& call, const std::string& device) {
    v1::CallEvent event;
    v1::EstablishedEvent& established = *event.mutable_established();
    established.set_call(call);
    established.set_connection(call + device);
    established.set_device(device);
    established.set_queue("sales");
    established.set_leg(call + "-caller");
    return Publish(event).ok();
  }

  bool End(const std::string& call) {
    v1::CallEvent event;
    event.mutable_call_cleared()->set_call(call);
    return Publish(event).ok();
  }

 private:
  const std::string secret_;
  std::unique_ptr<v1::TelephonyService::Stub> stub_;
};

}  // namespace jackfield::test
