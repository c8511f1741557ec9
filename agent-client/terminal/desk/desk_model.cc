#include "agent-client/terminal/desk/desk_model.h"

#include "agent-client/terminal/desk/answer_rules.h"
#include "agent-client/terminal/desk/key_rules.h"
#include "agent-client/terminal/desk/update_rules.h"

namespace jackfield::desk {
namespace {

void Take(Step& step, const Update& update) { ApplyUpdate(step, update); }
void Take(Step& step, const LinkChange& change) { ApplyLink(step, change); }
void Take(Step& step, const RoundTrip& trip) { ApplyRoundTrip(step, trip); }
void Take(Step& step, const Key& key) { ApplyKey(step, key); }
void Take(Step& step, const Answer& answer) { ApplyAnswer(step, answer); }
void Take(Step& step, const Notice& notice) { Tell(step, Say::kNotice, notice.text); }
void Take(Step&, const Tick&) {}

}  // namespace

std::vector<Command> DeskModel::Apply(const Input& input, Uptime at) {
  std::vector<Command> commands;
  Step step{state_, commands};
  state_.now = at;
  if (state_.toast && state_.toast->until <= at) state_.toast.reset();
  std::visit([&](const auto& one) { Take(step, one); }, input);
  for (const auto& [call, draft] : state_.drafts) {
    if (draft.dirty && at - draft.edited >= kAutosaveAfter) SaveDraft(step, call);  // N1.
  }
  return commands;
}

}  // namespace jackfield::desk
