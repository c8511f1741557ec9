// The cases of agent-client/conformance on the terminal desk's model. Their README has the format.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "agent-client/terminal/desk/desk_model.h"
#include "agent-client/terminal/session/desk_mapping.h"

namespace jackfield::desk {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageToJsonString;

Struct ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  Struct content;
  EXPECT_TRUE(JsonStringToMessage(text, &content).ok()) << path;
  return content;
}

struct Case {
  std::string file;
  std::string name;
  std::vector<Struct> steps;
};

std::vector<Case> ReadCases() {
  std::vector<Case> cases;
  for (const auto& entry : std::filesystem::directory_iterator(JACKFIELD_CONFORMANCE_DIR)) {
    if (entry.path().extension() != ".json") continue;
    const Struct content = ReadFile(entry.path());
    for (const Value& one : content.fields().at("cases").list_value().values()) {
      const auto& fields = one.struct_value().fields();
      Case found{entry.path().stem(), fields.at("name").string_value(), {}};
      for (const Value& step : fields.at("steps").list_value().values()) {
        found.steps.push_back(step.struct_value());
      }
      cases.push_back(std::move(found));
    }
  }
  return cases;
}

std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string NameOf(LinkLook look) {
  switch (look) {
    case LinkLook::kConnecting:
      return "connecting";
    case LinkLook::kLive:
      return "live";
    case LinkLook::kSlow:
      return "slow";
    case LinkLook::kBack:
      return "back";
    case LinkLook::kReconnecting:
      return "reconnecting";
    case LinkLook::kCatchingUp:
      return "catchingUp";
    case LinkLook::kOffline:
      return "offline";
    case LinkLook::kReplaced:
      return "replaced";
    case LinkLook::kRefused:
      return "refused";
  }
  return {};
}

std::string NameOf(const Item& item) {
  switch (item.kind) {
    case Item::Kind::kRinging:
      return "ringing " + item.key.offer;
    case Item::Kind::kTalking:
      return "talking " + (item.key.offer.empty() ? LastPart(item.key.call) : item.key.offer);
    case Item::Kind::kWrapUp:
      return "wrapUp " + LastPart(item.key.call);
    case Item::Kind::kMissed:
      return "missed " + item.key.offer;
  }
  return {};
}

std::string NameOf(const std::optional<Toast>& toast) {
  if (!toast) return {};
  if (toast->say == Say::kAnsweredElsewhere) return "answeredElsewhere " + toast->name;
  if (toast->say == Say::kNotLive) return "notLive";
  if (toast->say == Say::kNoteRequired) return "noteRequired " + toast->name;
  if (toast->say == Say::kOutcomeRequired) return "outcomeRequired";
  if (toast->say == Say::kFailed) return "failed";
  return "other";
}

// The method that a command asks for. Empty: it asks this machine.
std::string MethodOf(const Act& act) {
  if (const auto* shown = std::get_if<ReportPopShown>(&act)) {
    return "ReportPopShown " + OfferId(shown->offer);
  }
  if (std::holds_alternative<SetAgentState>(act)) return "SetAgentState";
  if (std::holds_alternative<SaveWrapUpNote>(act)) return "SaveWrapUpNote";
  if (std::holds_alternative<CompleteWrapUp>(act)) return "CompleteWrapUp";
  if (std::holds_alternative<ExtendWrapUp>(act)) return "ExtendWrapUp";
  if (std::holds_alternative<ChooseCaller>(act)) return "ChooseCaller";
  if (std::holds_alternative<SetPopMode>(act)) return "SetPopMode";
  if (std::holds_alternative<AcknowledgeMissed>(act)) return "AcknowledgeMissed";
  if (std::holds_alternative<ReadTimeline>(act)) return "GetTimeline";
  return {};
}

// One desk that takes steps.
class Player {
 public:
  void Play(const Struct& step) {
    const auto& fields = step.fields();
    if (fields.contains("atMs")) {
      at_ = Uptime{static_cast<std::int64_t>(fields.at("atMs").number_value())};
    }
    if (fields.contains("link")) Apply(LinkOf(fields.at("link").string_value()));
    if (fields.contains("update")) Apply(UpdateOf(fields.at("update").struct_value()));
    if (fields.contains("act")) Perform(fields.at("act").string_value());
    if (fields.contains("type")) Type(fields.at("type").string_value());
    if (fields.contains("answer")) Give(fields.at("answer").string_value());
    if (fields.contains("expect")) Compare(fields.at("expect").struct_value());
  }

 private:
  static LinkChange LinkOf(const std::string& to) {
    if (to == "live") return {LinkChange::To::kLive, {}};
    if (to == "lost") return {LinkChange::To::kLost, {}};
    if (to == "replaced") return {LinkChange::To::kReplaced, {}};
    if (to == "refused") return {LinkChange::To::kRefused, {}};
    return {LinkChange::To::kConnecting, {}};
  }

  static Update UpdateOf(const Struct& json) {
    std::string text;
    EXPECT_TRUE(MessageToJsonString(json, &text).ok());
    v1::WatchDeskResponse message;
    EXPECT_TRUE(JsonStringToMessage(text, &message).ok()) << text;
    return client::ToUpdate(message).value();
  }

  void Apply(const Input& input) {
    for (Command& command : model_.Apply(input, at_)) {
      if (const std::string method = MethodOf(command.act); !method.empty()) {
        requests_.push_back(method);
        waiting_.push_back(command);
      }
      if (std::holds_alternative<RingBell>(command.act)) ++bells_;
      if (const auto* open = std::get_if<OpenPop>(&command.act)) {
        opened_.push_back(OfferId(open->pop.offer));
      }
    }
  }

  void Press(char32_t character) { Apply(Key{Key::Kind::kCharacter, character}); }

  void Perform(const std::string& act) {
    if (act == "open") return Press(U'o');
    if (act == "startNote") return Press(U'n');
    if (act == "leaveNote" || act == "complete") return Apply(Key{Key::Kind::kEnter});
    if (act == "extend") return Press(U'e');
    if (act == "notThem") return Press(U'x');
    if (act == "seen") return Press(U'm');
    if (act == "ready") return Press(U'r');
    ASSERT_TRUE(act.starts_with("outcome")) << act;
    Press(static_cast<char32_t>(act.back()));
  }

  void Type(const std::string& text) {
    for (const char32_t character : ToCharacters(text)) Press(character);
    Apply(Tick{});
  }

  void Give(const std::string& what) {
    ASSERT_FALSE(waiting_.empty());
    const Command command = waiting_.front();
    waiting_.erase(waiting_.begin());
    Result<AnswerValue> outcome = AnswerValue{Done{}};
    if (const auto* save = std::get_if<SaveWrapUpNote>(&command.act)) {
      outcome = AnswerValue{NoteSaved{save->revision}};
    }
    if (what == "unavailable") outcome = Fail(ErrorCode::kUnavailable, "away");
    if (what == "unimplemented") outcome = Fail(ErrorCode::kFailedPrecondition, "not there");
    if (what == "closed") outcome = Fail(ErrorCode::kFailedPrecondition, "WRAP_UP_CLOSED", "over");
    Apply(Answer{command.id, outcome});
  }

  // What is seen, in the words of the README.
  Struct See() {
    const DeskState& state = model_.state();
    Struct seen;
    auto& fields = *seen.mutable_fields();
    fields["link"].set_string_value(NameOf(LookOf(state)));
    fields["canAct"].set_bool_value(IsLive(state));
    fields["entries"].mutable_list_value();
    for (const Item& item : ItemsOf(state)) {
      fields["entries"].mutable_list_value()->add_values()->set_string_value(NameOf(item));
    }
    const auto item = FocusedItem(state);
    fields["focus"].set_string_value(item ? NameOf(*item) : "nothing");
    fields["typing"].set_bool_value(IsTyping(state));
    const auto draft = state.drafts.find(state.focus.call);
    const bool written = draft != state.drafts.end();
    fields["note"].set_string_value(written ? draft->second.note.utf8() : "");
    fields["noteSaved"].set_bool_value(!written || (!draft->second.dirty && !draft->second.saving));
    fields["outcome"].set_string_value(written ? draft->second.outcome : "");
    fields["customer"].set_string_value(item ? CustomerOf(*item) : "");
    fields["candidateMarked"].set_bool_value(state.candidate_marked);
    fields["missedCount"].set_number_value(state.missed_count);
    fields["missedWhileAway"].set_number_value(state.link.missed_while_away);
    fields["told"].set_string_value(NameOf(state.toast));
    fields["requests"].mutable_list_value();
    for (const std::string& one : requests_) {
      fields["requests"].mutable_list_value()->add_values()->set_string_value(one);
    }
    fields["opened"].mutable_list_value();
    for (const std::string& one : opened_) {
      fields["opened"].mutable_list_value()->add_values()->set_string_value(one);
    }
    fields["bells"].set_number_value(bells_);
    return seen;
  }

  void Compare(const Struct& expected) {
    const Struct seen = See();
    for (const auto& [key, value] : expected.fields()) {
      ASSERT_TRUE(seen.fields().contains(key)) << "the README does not know " << key;
      EXPECT_EQ(value.ShortDebugString(), seen.fields().at(key).ShortDebugString())
          << key << " at " << at_.count() << " ms";
    }
    requests_.clear();
    opened_.clear();
    bells_ = 0;
  }

  DeskModel model_;
  Uptime at_{0};
  std::vector<Command> waiting_;  // Requests that are not answered, oldest first.
  std::vector<std::string> requests_;
  std::vector<std::string> opened_;
  int bells_ = 0;
};

class DeskConformanceTest : public testing::TestWithParam<Case> {};

TEST_P(DeskConformanceTest, Holds) {
  Player player;

  for (const Struct& step : GetParam().steps) player.Play(step);
}

std::string TestName(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.file + "_" + info.param.name;
  std::replace_if(
      name.begin(), name.end(), [](char letter) { return std::isalnum(letter) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(AgentClient, DeskConformanceTest, testing::ValuesIn(ReadCases()),
                         TestName);

}  // namespace
}  // namespace jackfield::desk
