#include "server/identity/caller_identity.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace jackfield::identity {
namespace {

using Hits = std::vector<DirectoryHit>;

void Add(Hits& hits, Hits more) { std::move(more.begin(), more.end(), std::back_inserter(hits)); }

// I2
Result<Hits> FindUncertain(const NormalizedNumber& number, NumberIndex& index) {
  Hits hits;
  for (const std::string& key : number.national_keys) {
    Result<Hits> found = index.FindByNationalDigits(key);
    if (!found) return found;
    Add(hits, *std::move(found));
  }
  if (number.plus_missing) {
    Result<Hits> found = index.FindByE164(*number.plus_missing);
    if (!found) return found;
    Add(hits, *std::move(found));
  }
  if (hits.empty() && number.assumed) return index.FindByE164(*number.assumed);
  return hits;
}

// I7
Result<Hits> FindExtension(const NormalizedNumber& number, NumberIndex& index) {
  Result<Hits> hits = index.FindByExtension(number.digits);
  if (hits) std::erase_if(*hits, [](const DirectoryHit& hit) { return hit.e164.has_value(); });
  return hits;
}

Result<Hits> Find(const NormalizedNumber& number, NumberIndex& index) {
  switch (number.kind) {
    case NumberKind::kE164:
      return index.FindByE164(*number.e164);  // I1
    case NumberKind::kUncertain:
      return FindUncertain(number, index);
    case NumberKind::kExtension:
      return FindExtension(number, index);
    case NumberKind::kNone:
    case NumberKind::kInvalid:
      return Hits{};
  }
  return Hits{};
}

// I4. Whether `hits` were narrowed to those with the caller's extension.
bool PreferExtension(Hits& hits, const std::string& extension) {
  const auto same = [&extension](const DirectoryHit& hit) { return hit.extension == extension; };
  if (extension.empty()) return false;
  std::erase_if(hits, [&same](const DirectoryHit& hit) {
    return !hit.extension.empty() && !same(hit);  // A neighbour's telephone.
  });
  if (std::none_of(hits.begin(), hits.end(), same)) return false;
  std::erase_if(hits, [&same](const DirectoryHit& hit) { return !same(hit); });
  return true;
}

// I5
void Rank(Hits& hits, const std::optional<PhoneNumber>& assumed) {
  const auto key = [&assumed](const DirectoryHit& hit) {
    const std::int64_t newest_first =
        hit.last_contact ? -hit.last_contact->time_since_epoch().count() : INT64_MAX;
    return std::tuple(hit.origin, hit.e164 != assumed, newest_first, !hit.main, hit.customer,
                      hit.e164);
  };
  std::sort(hits.begin(), hits.end(),
            [&key](const DirectoryHit& a, const DirectoryHit& b) { return key(a) < key(b); });
  Hits once;
  for (DirectoryHit& hit : hits) {
    const bool listed = std::any_of(once.begin(), once.end(), [&hit](const DirectoryHit& other) {
      return other.customer == hit.customer;
    });
    if (!listed) once.push_back(std::move(hit));
  }
  hits = std::move(once);
}

// I6. Whom of the hits it was said not to be, the last of them; none: nobody.
CustomerId TakeOutDenied(Hits& hits, const std::vector<RememberedChoice>& choices) {
  CustomerId last;
  for (const RememberedChoice& choice : choices) {
    if (!choice.denied) continue;
    const auto removed = std::erase_if(
        hits, [&choice](const DirectoryHit& hit) { return hit.customer == choice.customer; });
    if (removed > 0 && !last) last = choice.customer;
  }
  return last;
}

// I6. How many of the hits were chosen before.
std::uint32_t PutChosenFirst(Hits& hits, const std::vector<RememberedChoice>& choices) {
  const auto place = [&choices](const DirectoryHit& hit) {
    return std::find_if(choices.begin(), choices.end(), [&hit](const RememberedChoice& choice) {
      return !choice.denied && choice.customer == hit.customer;
    });
  };
  std::stable_sort(hits.begin(), hits.end(),
                   [&place](const DirectoryHit& a, const DirectoryHit& b) {
                     return std::tuple(a.origin, place(a)) < std::tuple(b.origin, place(b));
                   });
  return static_cast<std::uint32_t>(
      std::count_if(hits.begin(), hits.end(), [&](const DirectoryHit& hit) {
        return hit.origin == NumberOrigin::kRecorded && place(hit) != choices.end();
      }));
}

// I6. Where the directory alone comes to the same customer, the match is the directory's.
void TakeLastChoice(const std::vector<RememberedChoice>& choices, Identification& result) {
  if (choices.empty() || choices.front().denied) return;
  if (result.customer == choices.front().customer) return;
  result.customer = choices.front().customer;
  result.match = Match::kConfirmedBefore;
}

Match MatchOf(const NormalizedNumber& number, const DirectoryHit& best, bool with_extension) {
  if (best.origin == NumberOrigin::kMentioned) return Match::kGuessed;
  if (number.kind == NumberKind::kUncertain) return Match::kOtherFormat;
  const bool stripped = !number.extension.empty() && !with_extension;
  return stripped ? Match::kExtensionStripped : Match::kExact;
}

}  // namespace

Result<Identification> IdentifyCaller(const NormalizedNumber& number, NumberIndex& index,
                                      const std::vector<RememberedChoice>& choices) {
  Result<Hits> found = Find(number, index);
  if (!found) return Fail(found);
  Hits hits = *std::move(found);
  const bool with_extension = PreferExtension(hits, number.extension);
  Rank(hits, number.assumed);

  Identification result;
  result.e164 = number.e164 ? number.e164 : number.assumed;
  result.denied = TakeOutDenied(hits, choices);
  if (hits.empty() && result.denied) result.match = Match::kDenied;
  result.chosen_before_count = PutChosenFirst(hits, choices);
  if (!hits.empty()) result.match = MatchOf(number, hits.front(), with_extension);
  const auto recorded = std::count_if(hits.begin(), hits.end(), [](const DirectoryHit& hit) {
    return hit.origin == NumberOrigin::kRecorded;
  });
  if (recorded == 1 && !number.local_only) {  // I3
    result.customer = hits.front().customer;
    result.e164 = hits.front().e164;
  }
  TakeLastChoice(choices, result);
  result.candidate_count = static_cast<std::uint32_t>(hits.size());
  if (hits.size() > Identification::kCandidatesMax) hits.resize(Identification::kCandidatesMax);
  result.candidates = std::move(hits);
  return result;
}

}  // namespace jackfield::identity
