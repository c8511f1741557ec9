#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <unistd.h>

#include "jackfield/v1/backup_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/progress_meter.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"
#include "server/storage/sqlite/backup_file.h"
#include "server/storage/sqlite/restore.h"

namespace jackfield::cli {
namespace {

using Service = v1::BackupService;

constexpr const char* kDatabaseFile = "/jackfield.db";

struct RestoreOptions {
  std::string file;
  std::string data_dir;
  bool yes = false;
};

// Shows the steps of a long work, one meter each.
//
// Thread safety: none; one per work.
class StepMeter {
 public:
  explicit StepMeter(const Program& program)
      : form_(ProgressMeter::FormFor(program.options.quiet)) {}

  void Show(const std::string& step, std::int64_t done, std::int64_t total) {
    if (!meter_ || step != step_) {
      step_ = step;
      meter_.emplace(step == "copying" ? "pages copied" : "rows read", form_);
    }
    meter_->Show({.at = {}, .items = done, .done = done, .all = total});
  }
  void End() { meter_.reset(); }

 private:
  const ProgressMeter::Form form_;
  std::string step_;
  std::optional<ProgressMeter> meter_;
};

TextTable BackupTable() {
  return TextTable({"BACKUP", "STATE OF", "ENTRY", "BYTES", "DIGEST", "PATH"});
}

void AddBackup(TextTable& table, const v1::Backup& backup) {
  constexpr std::size_t kDigestShown = 16;
  table.AddRow({WriteId(backup.name()), WriteTime(backup.state_time()),
                std::to_string(backup.journal_sequence()), std::to_string(backup.size_bytes()),
                backup.content_digest().substr(0, kDigestShown), backup.path()});
}

ExitCode PrintBackup(const Program& program, const v1::Backup& backup) {
  if (program.options.json) {
    program.PrintJson(backup);
    return ExitCode::kOk;
  }
  TextTable table = BackupTable();
  AddBackup(table, backup);
  program.Print(table);
  return ExitCode::kOk;
}

// Reads a stream of progress to its end, which the copy comes before.
template <typename Response, typename Request>
Result<v1::Backup> Follow(Program& program,
                          std::unique_ptr<grpc::ClientReader<Response>> (Service::Stub::*method)(
                              grpc::ClientContext*, const Request&),
                          const Request& request) {
  const auto channel = program.Channel();
  if (!channel) return Fail(channel);
  const auto token = program.Token();
  if (!token) return Fail(token);
  const auto stub = Service::NewStub(*channel);
  grpc::ClientContext context;
  if (!token->empty()) context.AddMetadata("authorization", "Bearer " + *token);
  const auto stream = ((*stub).*method)(&context, request);
  StepMeter meter(program);
  std::optional<v1::Backup> backup;
  for (Response response; stream->Read(&response);) {
    const v1::WorkProgress& progress = response.progress();
    if (response.has_progress()) {
      meter.Show(progress.step(), progress.done_count(), progress.total_count());
    }
    if (response.has_backup()) backup = response.backup();
  }
  meter.End();
  const grpc::Status done = stream->Finish();
  if (!done.ok()) return tl::unexpected<Error>(client::ToError(done));
  if (!backup) return Fail(ErrorCode::kUnavailable, "the server ended the work without a copy");
  return *backup;
}

ExitCode Create(Program& program) {
  const auto backup = Follow(program, &Service::Stub::CreateBackup, v1::CreateBackupRequest());
  return backup ? PrintBackup(program, *backup) : program.Fail(backup.error());
}

ExitCode List(Program& program) {
  const auto response = program.Call<Service>(&Service::Stub::ListBackups, {});
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  TextTable table = BackupTable();
  for (const v1::Backup& backup : response->backups()) AddBackup(table, backup);
  program.Print(table);
  return ExitCode::kOk;
}

sqlite::OnBackupStep Shown(StepMeter& meter) {
  return [&meter](const sqlite::BackupStep& step) {
    meter.Show(std::string(step.name), step.done, step.total);
    return true;
  };
}

v1::Backup ToBackup(const std::string& path, const sqlite::BackupNote& note) {
  v1::Backup backup;
  backup.set_path(path);
  backup.set_journal_sequence(static_cast<std::int64_t>(note.last_entry.value));
  backup.set_content_digest(note.digest);
  const std::int64_t state_ms = note.state_at.time_since_epoch().count();
  backup.mutable_state_time()->set_seconds(state_ms / 1'000);
  return backup;
}

// A path is read here, without a server; a name is one of the server's folder.
ExitCode Verify(Program& program, const std::string& which) {
  if (which.find('/') != std::string::npos && !which.starts_with("backups/")) {
    StepMeter meter(program);
    const auto note = sqlite::VerifyBackup(which, Shown(meter));
    meter.End();
    return note ? PrintBackup(program, ToBackup(which, *note)) : program.Fail(note.error());
  }
  v1::VerifyBackupRequest request;
  request.set_name(which.starts_with("backups/") ? which : "backups/" + which);
  const auto backup = Follow(program, &Service::Stub::VerifyBackup, request);
  return backup ? PrintBackup(program, *backup) : program.Fail(backup.error());
}

ExitCode Restore(Program& program, const RestoreOptions& options) {
  if (!options.yes) {
    program.Fail({ErrorCode::kFailedPrecondition,
                  "puts " + options.file + " in the place of the database in " + options.data_dir +
                      ", which is kept beside it: stop the server, and say --yes",
                  "CONFIRMATION_REQUIRED"});
    return ExitCode::kUsage;
  }
  StepMeter meter(program);
  const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  const auto restored =
      sqlite::RestoreBackup(options.file, options.data_dir + kDatabaseFile, now, Shown(meter));
  meter.End();
  if (!restored) return program.Fail(restored.error());
  program.Note(restored->kept.empty() ? "Restored."
                                      : "Restored. What was there is kept as " + restored->kept);
  return PrintBackup(program, ToBackup(options.data_dir + kDatabaseFile, restored->note));
}

}  // namespace

void AddBackupCommands(CLI::App& app, Program& program) {
  CLI::App& backup = AddNoun(app, "backup", "Copies of the whole store");
  AddVerb(backup, "create", "Make a copy while the server works, and verify it", program,
          [&program] { return Create(program); });
  AddVerb(backup, "list", "Show the copies in the server's folder", program,
          [&program] { return List(program); });
  const auto which = std::make_shared<std::string>();
  CLI::App& verify = AddVerb(backup, "verify", "Read a copy back whole and compare its content",
                             program, [&program, which] { return Verify(program, *which); });
  verify
      .add_option("BACKUP", *which,
                  "Its name in the server's folder, or the path of a file, which needs no server")
      ->required();
  const auto options = std::make_shared<RestoreOptions>();
  CLI::App& restore =
      AddVerb(backup, "restore", "Put a copy in the place of a stopped server's store", program,
              [&program, options] { return Restore(program, *options); });
  restore.add_option("FILE", options->file, "The copy")->required();
  restore.add_option("--data-dir", options->data_dir, "The server's data folder")->required();
  restore.add_flag("--yes", options->yes, "Do it");
}

}  // namespace jackfield::cli
