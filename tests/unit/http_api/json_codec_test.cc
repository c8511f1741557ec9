#include "server/http_api/json_codec.h"

#include <gtest/gtest.h>

#include "jackfield/v1/telephony_service.pb.h"

namespace jackfield::http_api {
namespace {

const std::string kType = "jackfield.v1.PublishCallEventRequest";

TEST(JsonCodecTest, AMethodIsFoundByItsPath) {
  const MethodTypes unary = FindMethod("/jackfield.v1.TelephonyService/PublishCallEvent").value();
  EXPECT_EQ(unary.request, kType);
  EXPECT_EQ(unary.response, "jackfield.v1.PublishCallEventResponse");
  EXPECT_FALSE(unary.requests_stream);
  EXPECT_FALSE(unary.answers_stream);

  const MethodTypes both = FindMethod("/jackfield.v1.TelephonyService/StreamCallEvents").value();
  EXPECT_TRUE(both.requests_stream);
  EXPECT_TRUE(both.answers_stream);
}

TEST(JsonCodecTest, AMethodThatIsNoneIsNotFound) {
  for (const char* const path :
       {"", "/", "/jackfield.v1.TelephonyService", "/a.B/C",
        "/jackfield.v1.TelephonyService/publishCallEvent",
        "/jackfield.v1/TelephonyService.PublishCallEvent",
        "/jackfield.v1/TelephonyService/PublishCallEvent", "/grpc.health.v1.Health/Check"}) {
    EXPECT_EQ(FindMethod(path).error().reason, "METHOD_NOT_FOUND") << path;
  }
}

TEST(JsonCodecTest, AMessageIsReadFromJson) {
  const std::string binary =
      BinaryFromJson(kType, R"({"event": {"sourceEventId": "e1", "queued": {"call": "c1"}}})")
          .value();

  v1::PublishCallEventRequest message;
  ASSERT_TRUE(message.ParseFromString(binary));
  EXPECT_EQ(message.event().source_event_id(), "e1");
  EXPECT_EQ(message.event().queued().call(), "c1");
}

TEST(JsonCodecTest, AnAnswerIsWrittenAsJson) {
  v1::PublishCallEventRequest message;
  message.mutable_event()->mutable_queued()->set_queue("sales");

  EXPECT_EQ(JsonFromBinary(kType, message.SerializeAsString()).value(),
            R"({"event":{"queued":{"queue":"sales"}}})");
}

struct BadJson {
  const char* json;
  const char* field;
  const char* rule_begins;
};

class JsonCodecRefusalTest : public testing::TestWithParam<BadJson> {};

TEST_P(JsonCodecRefusalTest, NamesFieldAndRule) {
  const Result<std::string> read = BinaryFromJson(kType, GetParam().json);

  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(read.error().reason, "FIELD_INVALID");
  ASSERT_EQ(read.error().fields.size(), 1U);
  EXPECT_EQ(read.error().fields[0].field, GetParam().field);
  EXPECT_EQ(read.error().fields[0].rule.substr(0, std::string(GetParam().rule_begins).size()),
            GetParam().rule_begins);
}

constexpr const char* kMisspelt = "is not a field of this message; is it misspelt?";
constexpr const char* kNoJson = "must be the JSON of the request: ";

INSTANTIATE_TEST_SUITE_P(
    Bad, JsonCodecRefusalTest,
    testing::Values(BadJson{"", "body", kNoJson}, BadJson{"{", "body", kNoJson},
                    BadJson{"[]", "body", kNoJson}, BadJson{"{\"event\":{}} x", "body", kNoJson},
                    BadJson{"{\"event\":\"\xFF\"}", "body", kNoJson},
                    BadJson{R"({"evnt":{}})", "evnt", kMisspelt},
                    BadJson{R"({"event":{"queud":{}}})", "event.queud", kMisspelt},
                    BadJson{R"({"event":{"queued":{"quee":"x"}}})", "event.queued.quee", kMisspelt},
                    BadJson{R"({"event":{"queued":{"queue":5}}})", "event.queued.queue",
                            "invalid value 5"},
                    BadJson{R"({"event":{"eventTime":"noon"}})", "event.event_time",
                            "invalid value Field 'eventTime', Invalid time format"}));

TEST(JsonCodecTest, NestingHasALimit) {
  for (const int depth : {33, 10'000}) {
    std::string deep;
    for (int i = 0; i < depth; ++i) deep += R"({"event":)";
    const Result<std::string> read = BinaryFromJson(kType, deep);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fields[0].rule, "must be nested at most 32 deep");
  }
}

TEST(JsonCodecTest, BracketsInTextsAreNoNesting) {
  const std::string json = R"({"event":{"sourceEventId":")" + std::string(40, '[') + R"(\"{"}})";

  EXPECT_TRUE(BinaryFromJson(kType, json)) << json;
}

}  // namespace
}  // namespace jackfield::http_api
