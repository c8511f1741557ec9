#include "tests/bench/pipe.h"

#include <utility>

#include "tests/bench/call_plan.h"

namespace jackfield::bench {
namespace {

std::string CallOf(const v1::CallEvent& event) {
  if (event.has_originated()) return event.originated().call();
  if (event.has_queued()) return event.queued().call();
  if (event.has_delivered()) return event.delivered().call();
  if (event.has_established()) return event.established().call();
  if (event.has_leg_completed()) return event.leg_completed().call();
  return event.call_cleared().call();
}

// What the desk is told of an event: a pop when it rings, a word about the call otherwise.
v1::WatchDeskResponse MessageOf(const v1::CallEvent& event, const std::string& call,
                                const CallName& name, std::string customer) {
  v1::WatchDeskResponse message;
  if (!event.has_delivered()) {
    message.mutable_call_changed()->set_call(call);
    return message;
  }
  v1::Pop& pop = *message.mutable_pop_opened();
  pop.set_call(call);
  pop.mutable_caller()->set_customer("customers/" + name.number);
  pop.mutable_caller()->set_display_name(std::move(customer));
  pop.mutable_caller()->mutable_number()->set_e164(name.number);
  return message;
}

}  // namespace

Pipe::Pipe(std::unique_ptr<PipeStore> store)
    : store_(std::move(store)), thread_([this] { Run(); }) {}

Pipe::~Pipe() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.SignalAll();
  }
  thread_.join();
}

void Pipe::Accept(v1::StreamedCallEvent event, std::weak_ptr<PipeSource> source) {
  const absl::MutexLock lock(&mutex_);
  items_.push_back({std::move(event), std::move(source), -1, {}});
  changed_.Signal();
}

void Pipe::Watch(int agent, std::weak_ptr<PipeDesk> desk) {
  const absl::MutexLock lock(&mutex_);
  desks_[agent] = std::move(desk);
}

void Pipe::Run() {
  while (true) {
    std::vector<Item> items;
    {
      const absl::MutexLock lock(&mutex_);
      while (items_.empty() && !stopping_) changed_.Wait(&mutex_);
      if (stopping_) return;
      items.swap(items_);
    }
    Commit(items);
    Tell(items);
  }
}

void Pipe::Commit(std::vector<Item>& items) {
  store_->Begin();
  for (Item& item : items) {
    const v1::CallEvent& event = item.event.event();
    const std::string call = CallOf(event);
    const CallName name = ParseCallName(call);
    item.agent = name.agent;
    item.message = MessageOf(event, call, name, store_->NameOf(name.number));
    store_->Append(event.SerializeAsString());
  }
  store_->Commit();
}

void Pipe::Tell(std::vector<Item>& items) {
  for (Item& item : items) {
    if (const auto source = item.source.lock()) source->OnCommitted(item.event.stream_sequence());
    if (const auto desk = DeskOf(item.agent)) desk->OnMessage(std::move(item.message));
  }
}

std::shared_ptr<PipeDesk> Pipe::DeskOf(int agent) {
  const absl::MutexLock lock(&mutex_);
  const auto found = desks_.find(agent);
  return found == desks_.end() ? nullptr : found->second.lock();
}

}  // namespace jackfield::bench
