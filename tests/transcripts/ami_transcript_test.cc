#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/telephony/ami/ami_parser.h"
#include "server/telephony/ami/ami_translator.h"
#include "tests/support/telephony_event_text.h"

// Each <name>.ami beside this file is what an Asterisk 22 sent, with Timestamp; <name>.events says
// which telephony events it must become.
namespace jackfield::test {
namespace {

std::string FileText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Transcripts() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(JACKFIELD_TRANSCRIPTS_DIR)) {
    if (entry.path().extension() == ".ami") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string Translated(const std::string& stream, std::size_t piece) {
  ami::AmiTranslator translator({"pbx", {"UCID"}});
  ami::AmiParser parser([&](std::string_view event, std::string_view block) {
    return translator.Wants(event, block);
  });
  translator.TakeLinkReady(WallTime{});
  (void)translator.TakeEvents();
  std::string text;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    EXPECT_TRUE(parser.Feed(stream.substr(at, piece)));
    while (const auto message = parser.Next()) translator.Take(*message, WallTime{});
    for (const auto& event : translator.TakeEvents()) text += TextOf(event.body) + "\n";
  }
  return text;
}

class AmiTranscriptTest : public testing::TestWithParam<std::string> {};

TEST_P(AmiTranscriptTest, BecomesTheseEvents) {
  const std::string path = std::string(JACKFIELD_TRANSCRIPTS_DIR) + "/" + GetParam();

  const std::string translated = Translated(FileText(path + ".ami"), 1'000);

  EXPECT_EQ(translated, FileText(path + ".events"));
}

INSTANTIATE_TEST_SUITE_P(Ami, AmiTranscriptTest, testing::ValuesIn(Transcripts()),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace jackfield::test
