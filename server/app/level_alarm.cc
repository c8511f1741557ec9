#include "server/app/level_alarm.h"

namespace jackfield::app {

LevelAlarm::Turn LevelAlarm::Note(std::int64_t amount) {
  const bool too_much = levels_.raise_at > levels_.clear_at;
  const bool bad = too_much ? amount >= levels_.raise_at : amount <= levels_.raise_at;
  const bool well = too_much ? amount <= levels_.clear_at : amount >= levels_.clear_at;
  if (!raised_ && bad) {
    raised_ = true;
    return Turn::kRaised;
  }
  if (raised_ && well) {
    raised_ = false;
    return Turn::kCleared;
  }
  return Turn::kNone;
}

}  // namespace jackfield::app
