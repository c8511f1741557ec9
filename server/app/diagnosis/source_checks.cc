#include "server/app/diagnosis/source_checks.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>

#include "server/app/diagnosis/finding.h"

namespace jackfield::app {
namespace {

constexpr std::size_t kNamedMax = 5;
constexpr Duration kClockOffMax{2'000};
constexpr Duration kHeardAfter{5'000};  // Then a login with read=system has heard of the boot.
constexpr const char* kReload = "then `asterisk -rx \"manager reload\"`";

// The first few of `names`, and how many more there are.
std::string Named(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamedMax); ++i) {
    text += (text.empty() ? "" : ", ") + names[i];
  }
  const std::size_t more = names.size() - std::min(names.size(), kNamedMax);
  return more == 0 ? text : text + " and " + std::to_string(more) + " more";
}

std::string Age(WallTime then, WallTime now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(std::max(now - then, Duration{0}));
  return std::to_string(seconds.count()) + " s";
}

// Names of checks are lower case.
std::string CheckOf(const SourceFacts& facts, const std::string& aspect) {
  std::string name = facts.name;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return "source." + name + "." + aspect;
}

CheckFinding JudgeLink(const SourceFacts& facts, WallTime now) {
  const std::string check = CheckOf(facts, "link");
  if (!facts.link) {
    if (facts.linked) return Fine(check, "a publisher is connected");
    return Doubtful(check, "no publisher is connected",
                    "start the program that publishes events of " + facts.name);
  }
  const ami::AmiLinkFacts& link = *facts.link;
  if (link.ready) {
    return Fine(check, "connected for " + Age(link.since, now) + " to " + link.version);
  }
  const std::string why = link.trouble.empty() ? "no answer yet" : link.trouble;
  return Broken(check, "not connected: " + why,
                link.refused ? "see " + CheckOf(facts, "login")
                             : "compare host and port with the switch's manager.conf (enabled, "
                               "bindaddr, port), and look at the firewall between");
}

CheckFinding JudgeLogin(const SourceFacts& facts) {
  const std::string check = CheckOf(facts, "login");
  const ami::AmiLinkFacts& link = *facts.link;
  if (link.ready) return Fine(check, "accepted");
  if (!link.refused) return Untold(check, "there is no connection to log in on");
  return Broken(check, link.trouble,
                "compare username and password_file with the section of this login in the "
                "switch's manager.conf, and its permit= with our address, " +
                    std::string(kReload));
}

CheckFinding JudgeRights(const SourceFacts& facts) {
  const std::string check = CheckOf(facts, "rights");
  const ami::AmiLinkFacts& link = *facts.link;
  if (!link.ready) return Untold(check, "there is no connection to ask on");
  if (!link.acts) return Untold(check, "the switch did not list what the login may do");
  std::vector<std::string> dangerous;
  std::string held;
  for (const std::string& right : *link.acts) {
    held += (held.empty() ? "" : ",") + right;
    if (right == "all" || right == "command" || right == "system" || right == "config" ||
        (right == "originate" && !link.may_dial)) {
      dangerous.push_back(right);
    }
  }
  CheckFinding finding =
      dangerous.empty()
          ? Fine(check, held.empty() ? "the login may change nothing" : "write = " + held)
          : Doubtful(check,
                     "who steals this login can take over the switch: it may " + Named(dangerous),
                     "in manager.conf, give the login only `write = call,agent`, " +
                         std::string(kReload));
  finding.values = {{"write", held}};
  return finding;
}

// The class of events that surely does not come although it should; empty: none.
std::string MissingClass(const ami::AmiLinkFacts& link) {
  if (link.heard_queue_call && !link.heard.contains("call")) return "call";
  if (link.listed_waiting && !link.heard_queue_call) return "agent";
  return {};
}

CheckFinding JudgeEvents(const SourceFacts& facts, WallTime now) {
  const std::string check = CheckOf(facts, "events");
  if (facts.link && !facts.link->ready) return Untold(check, "there is no connection");
  const std::string last = facts.last_event
                               ? "the last event came " + Age(*facts.last_event, now) + " ago"
                               : "no event has come yet";
  if (!facts.link) return Fine(check, last);
  const std::string missing = MissingClass(*facts.link);
  const std::string line =
      "in manager.conf, give the login `read = system,call,agent,user,dialplan`, ";
  if (!missing.empty()) {
    return Broken(
        check, "events of the class " + missing + " do not come: read=" + missing + " is missing",
        line + kReload);
  }
  const bool listened = now - facts.link->since >= kHeardAfter;
  if (listened && !facts.link->heard.contains("system")) {
    return Doubtful(check,
                    "read=system is missing: a restart of the switch is noticed late; " + last,
                    line + kReload);
  }
  CheckFinding finding = Fine(check, last);
  std::string heard;
  for (const std::string& kind : facts.link->heard) heard += (heard.empty() ? "" : ",") + kind;
  finding.values = {{"heard", heard}};
  return finding;
}

CheckFinding JudgeSourceClock(const SourceFacts& facts) {
  const std::string check = CheckOf(facts, "clock");
  const auto& ahead = facts.link->clock_ahead;
  if (!ahead) {
    return Untold(check, "the switch stamps no events (timestampevents in manager.conf)");
  }
  const std::string ms = std::to_string(ahead->count());
  CheckFinding finding =
      std::abs(ahead->count()) > kClockOffMax.count()
          ? Doubtful(check, "the switch's clock is off by " + ms + " ms from ours",
                     "keep both clocks by NTP")
          : Fine(check, "the switch's clock is that of this machine");
  finding.values = {{"ahead_ms", ms}};
  return finding;
}

CheckFinding JudgeQueues(const SourceFacts& facts) {
  const std::string check = CheckOf(facts, "queues");
  if (facts.foreign_queues.empty()) return Fine(check, "every queue that it reports is configured");
  return Doubtful(check, "reported and not configured: " + Named(facts.foreign_queues),
                  "add them to the file of `jackfield apply`, or as source_queues of a queue");
}

CheckFinding JudgeDevices(const SourceFacts& facts) {
  const std::string check = CheckOf(facts, "devices");
  if (facts.unmapped.empty()) return Fine(check, "every device that rang is somebody's");
  std::vector<std::string> devices;
  std::uint64_t rings = 0;
  for (const auto& [device, count] : facts.unmapped) {
    devices.push_back(device);
    rings += count;
  }
  CheckFinding finding = Doubtful(
      check,
      std::to_string(rings) + " rings popped nowhere, at devices of nobody: " + Named(devices),
      "add each to the device_patterns of its agent and apply the file");
  finding.values = {{"device_count", std::to_string(devices.size())},
                    {"ring_count", std::to_string(rings)}};
  return finding;
}

CheckFinding JudgeNumbers(const SourceFacts& facts) {
  const std::string check = CheckOf(facts, "numbers");
  std::map<std::string, std::string> values;
  std::string readings;
  bool unread = false;
  for (const NumberSample& sample : facts.samples) {
    const std::string read = !sample.e164.empty()      ? sample.e164
                             : !sample.assumed.empty() ? sample.assumed + " (assumed)"
                                                       : "no number: " + sample.why;
    unread = unread || (sample.e164.empty() && sample.assumed.empty());
    readings += (readings.empty() ? "" : "; ") + sample.raw + " is " + read;
    values["sample_" + std::to_string(values.size() + 1)] = sample.raw + " = " + read;
  }
  CheckFinding finding =
      facts.region.empty()
          ? Doubtful(
                check,
                "no region is set: national numbers find customers only by luck; " + readings,
                "set default_region (or default_region_code) in the number rules of " + facts.name)
      : unread
          ? Doubtful(check, readings,
                     "look at the number rules of " + facts.name + " with `jackfield number test`")
          : Fine(check, readings);
  finding.values = std::move(values);
  return finding;
}

}  // namespace

std::vector<CheckFinding> JudgeSource(const SourceFacts& facts, WallTime now) {
  std::vector<CheckFinding> findings = {JudgeLink(facts, now)};
  if (facts.link) {
    findings.push_back(JudgeLogin(facts));
    findings.push_back(JudgeRights(facts));
  }
  findings.push_back(JudgeEvents(facts, now));
  if (facts.link) findings.push_back(JudgeSourceClock(facts));
  findings.push_back(JudgeQueues(facts));
  findings.push_back(JudgeDevices(facts));
  findings.push_back(JudgeNumbers(facts));
  return findings;
}

CheckFinding JudgeDevicesOfAgents(const PeopleFacts& facts) {
  constexpr const char* kCheck = "agents.devices";
  if (facts.agents_without_devices.empty()) return Fine(kCheck, "every agent has a device");
  return Doubtful(kCheck,
                  "no call pops for agents without devices: " + Named(facts.agents_without_devices),
                  "give each a device_patterns and apply the file");
}

CheckFinding JudgeUsersOfAgents(const PeopleFacts& facts) {
  constexpr const char* kCheck = "agents.users";
  if (!facts.users_without_agents.empty()) {
    return Doubtful(
        kCheck,
        "users with the role agent whom no file configures: " + Named(facts.users_without_agents),
        "add [[agents]] with the same login and apply the file, or delete the user");
  }
  if (!facts.agents_without_users.empty()) {
    return Doubtful(kCheck, "agents who cannot sign in: " + Named(facts.agents_without_users),
                    "`jackfield users add LOGIN --role agent --password-file FILE`");
  }
  return Fine(kCheck, "every agent can sign in");
}

}  // namespace jackfield::app
