#include "server/grpc_api/backup_mapping.h"

#include <string>

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {

v1::Backup ToProto(const BackupRecord& record) {
  v1::Backup backup;
  backup.set_name("backups/" + record.name);
  backup.set_path(record.path);
  backup.set_size_bytes(record.bytes);
  *backup.mutable_state_time() = ToProto(record.state_at);
  backup.set_journal_sequence(static_cast<std::int64_t>(record.last_entry.value));
  backup.set_content_digest(record.digest);
  *backup.mutable_verify_time() = ToProto(record.verified_at);
  return backup;
}

v1::WorkProgress ToProto(const WorkStep& step, Duration elapsed) {
  v1::WorkProgress progress;
  progress.set_step(std::string(step.name));
  progress.set_done_count(step.done);
  progress.set_total_count(step.total);
  *progress.mutable_elapsed_duration() = ToProto(elapsed);
  return progress;
}

}  // namespace jackfield::grpc_api
