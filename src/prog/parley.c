/* parley.c - the administrator's command line: the table of commands. */
#include "command.h"

#define WHY_HELP "  --why TEXT       the reason, for the settings history"

/* clang-format off */
static const struct command commands[] = {
	{ .name = "migrate", .options = "status", .option_help = "  --status         say what was applied and what was not; change nothing",
	  .prints_data = true, .needs = NEEDS_OWNER, .run = command_database_migrate,
	  .summary = "bring the tables of the database up to date",
	  .help = "Applies the files of data.sql in order, each once. Safe to give again. Marks the instance as a demo, or not, as\n"
	          "instance.demo says; references of new escalations begin with instance.reference from then on." },
	{ .name = "policy check", .arguments = "FILE", .least = 1, .most = 1, .prints_data = true, .needs = NEEDS_NOTHING,
	  .run = command_policy_check, .summary = "read a policy file and say what is wrong with it",
	  .help = "Every fault with the file, its place in it (a JSON pointer) and the reason: what is not of the language, what\n"
	          "leads nowhere, and as warnings what somebody should look at, such as two clauses that state a time differently.\n"
	          "Nothing is stored. Fails on an error, not on a warning." },
	{ .name = "policy show", .arguments = "FILE", .least = 1, .most = 1, .prints_data = true, .needs = NEEDS_NOTHING,
	  .run = command_policy_text_show, .summary = "a policy file as plain text, with its clauses",
	  .help = "As a policy reads: stages, who, what has to be done, by when, how each ends, who is told. Editor's notes are\n"
	          "marked as such." },
	{ .name = "policy diff", .arguments = "OLD NEW", .least = 2, .most = 2, .prints_data = true, .needs = NEEDS_NOTHING,
	  .run = command_policy_text_diff, .summary = "what differs between two policy files, in their words" },
	{ .name = "policy timetable", .arguments = "FILE", .least = 1, .most = 1, .options = "raised= assume= calendar=",
	  .option_help = "  --raised TIME    when it is raised: 2026-12-23T16:30 (local) or with a zone\n"
	                 "  --assume FACTS   what is given: subject.kind=child,category=threshold; a wrong one is answered with the list\n"
	                 "  --calendar FILE  the bank holidays (else those that came with Parley)",
	  .prints_data = true, .needs = NEEDS_NOTHING, .run = command_policy_timetable,
	  .summary = "every date that a policy gives, from one day on",
	  .help = "Stage by stage every duty with its date, who has it, its clause, and how the date came about, when everybody\n"
	          "takes all the time that they have. Fails when the list of bank holidays ends before one of the dates." },
	{ .name = "policy flowchart", .arguments = "FILE", .least = 1, .most = 1, .options = "list",
	  .option_help = "  --list           the same as a numbered list",
	  .needs = NEEDS_NOTHING, .run = command_policy_flowchart,
	  .summary = "draw a policy as boxes and arrows (SVG)",
	  .help = "From what the file says: each stage with who does what by when under which clause, and each way out of it.\n"
	          "Writes an SVG picture that fits the width of A4 paper and is cut by no edge of a sheet." },
	{ .name = "policy import", .arguments = "FILE", .least = 1, .most = 1, .options = "why=", .option_help = WHY_HELP, .needs = NEEDS_OWNER, .run = command_policy_import,
	  .summary = "store a policy file as an edition",
	  .help = "A file that does not hold together is refused, and what is in force stays. The same text again is the same\n"
	          "edition. The first edition of an instance comes into force at once; later ones by `parley policy use`." },
	{ .name = "policy list", .prints_data = true, .needs = NEEDS_WORKER, .run = command_policy_list,
	  .summary = "the editions that are stored, and which is in force" },
	{ .name = "policy compare", .arguments = "EDITION|POLICY", .least = 1, .most = 1, .prints_data = true, .needs = NEEDS_WORKER,
	  .run = command_policy_compare, .summary = "what an edition changes in the one in force, in their words" },
	{ .name = "policy try", .arguments = "FILE|EDITION", .least = 1, .most = 1, .prints_data = true, .needs = NEEDS_WORKER,
	  .run = command_policy_try, .summary = "try a draft on the escalations that there are",
	  .help = "What would have been late and which roles would have been called, had everything happened as it did under this\n"
	          "policy. Counts only, no content. Nothing is stored, and nobody is told." },
	{ .name = "policy use", .arguments = "EDITION|POLICY", .least = 1, .most = 1, .options = "from= why=",
	  .option_help = "  --from TIME      2027-12-24 or 2027-12-24T09:00: not at once, but from then on\n" WHY_HELP,
	  .needs = NEEDS_OWNER, .run = command_policy_use,
	  .summary = "put an edition into force for new escalations",
	  .help = "By the number that `parley policy list` shows, or by the policy's id for its newest edition. Escalations that\n"
	          "were raised before keep their own edition." },
	{ .name = "policy move", .arguments = "EDITION|POLICY@N", .least = 1, .most = 1, .options = "from= cases= why= preview",
	  .option_help = "  --from EDITION   all that run under this edition\n"
	                 "  --cases LIST     or these: references, separated by commas\n"
	                 "  --preview        say what would change, and change nothing\n" WHY_HELP,
	  .prints_data = true, .needs = NEEDS_WORKER, .run = command_policy_move,
	  .summary = "move running escalations to another edition",
	  .help = "An edition is its number in `parley policy list`, or POLICY@N: redbridge-rscp@2 is the second of that policy.\n"
	          "What is still to be done takes the other edition's times, counted from when that really began; what has ended\n"
	          "keeps its date. An escalation in a stage that the other edition does not have stays as it is. Everybody whom it\n"
	          "concerns gets one message. Given again after it was cut short, it does what is left." },
	{ .name = "policy retire", .arguments = "EDITION|POLICY", .least = 1, .most = 1, .options = "why=", .option_help = WHY_HELP,
	  .needs = NEEDS_OWNER, .run = command_policy_retire,
	  .summary = "say that an edition is not to be used any more",
	  .help = "Not the one in force. Where it was to come into force later, it will not. Escalations that run under it go on.\n"
	          "`parley policy use` takes it back." },
	{ .name = "mapping fill", .arguments = "POLICY", .least = 1, .most = 1, .options = "replace why=",
	  .option_help = "  --replace        in place of the rules that are there\n" WHY_HELP, .needs = NEEDS_WORKER, .run = command_people_mapping_fill,
	  .summary = "fill the rules from job title to stage role from a policy's matrix" },
	{ .name = "mapping list", .prints_data = true, .needs = NEEDS_WORKER, .run = command_people_mapping_list,
	  .summary = "the rules, in the order in which they are tried" },
	{ .name = "agency import", .arguments = "FILE", .least = 1, .most = 1, .options = "why=", .option_help = WHY_HELP,
	  .needs = NEEDS_WORKER, .run = command_people_agency_import,
	  .summary = "add or change agencies from a JSON file",
	  .help = "The file is a list of {\"id\", \"name\", \"sector\", \"directory_name\", \"ended_from\"}; directory_name is what the directory\n"
	          "writes in the attribute that names a person's agency. Agencies that the file does not name stay. They are the setting\n"
	          "\"agencies\": `parley settings undo agencies` takes it back." },
	{ .name = "agency list", .prints_data = true, .needs = NEEDS_WORKER, .run = command_people_agency_list, .summary = "the agencies" },
	{ .name = "directory refresh", .options = "sessions",
	  .option_help = "  --sessions       only those who have a session", .needs = NEEDS_WORKER, .run = command_people_refresh,
	  .summary = "read everybody from the directory, and their roles from the rules",
	  .help = "People who are gone can no longer act, and their sessions end; unless that would be more than a set share of all\n"
	          "people (directory.leavers_percent), which looks like a mistake: then nobody is changed." },
	{ .name = "directory test", .arguments = "[NAME [PERSON]]", .most = 2, .prints_data = true, .needs = NEEDS_WORKER, .run = command_people_test,
	  .summary = "try the connection to the directories step by step",
	  .help = "All of them, or the one called NAME. With PERSON (the name that somebody signs in with): also look them up there,\n"
	          "without their password: their entry, agency, and stage roles with the rule that gives them." },
	{ .name = "hand-over", .arguments = "FROM TO", .least = 1, .most = 2, .options = "why= empty dry-run",
	  .option_help = "  --why TEXT       the reason, which stands in the record of each\n"
	                 "  --empty          TO alone: what nobody speaks for in the agency of TO\n"
	                 "  --dry-run        list them, change nothing",
	  .prints_data = true, .needs = NEEDS_WORKER, .run = command_people_hand_over,
	  .summary = "give running escalations of somebody to somebody else of the agency",
	  .help = "FROM and TO are the names that they sign in with, or DIRECTORY:NAME where two directories have the same; FROM may have\n"
	          "left. Everything that FROM speaks for. Each is given by itself: cut short, what was given stays given, TO is told of\n"
	          "it, and asked again the rest is given." },
	{ .name = "vacancies", .options = "all", .option_help = "  --all            also the roles that are held throughout",
	  .prints_data = true, .needs = NEEDS_WORKER, .run = command_people_vacancies,
	  .summary = "stage roles that nobody holds, or is there for, in the next four weeks",
	  .help = "By agency and role of the policy in force. An absence without a deputy is a gap unless somebody else holds the role." },
	{ .name = "settings list", .prints_data = true, .needs = NEEDS_WORKER, .run = command_settings_list,
	  .summary = "every setting, and when it was last changed" },
	{ .name = "settings show", .arguments = "NAME", .least = 1, .most = 1, .options = "version=",
	  .option_help = "  --version N      not the newest, but this one", .prints_data = true, .needs = NEEDS_WORKER,
	  .run = command_settings_show, .summary = "what a setting says",
	  .help = "With --json the value alone, as `parley settings set` takes it: export and import." },
	{ .name = "settings set", .arguments = "NAME FILE", .least = 2, .most = 2, .options = "why= preview",
	  .option_help = "  --preview        say what would change, and change nothing\n" WHY_HELP, .needs = NEEDS_WORKER,
	  .run = command_settings_set, .summary = "save a setting from a JSON file",
	  .help = "Says what changes: what is set differently, and what that does. Running workers take it up with their next\n"
	          "request." },
	{ .name = "settings history", .arguments = "NAME", .least = 1, .most = 1, .prints_data = true, .needs = NEEDS_WORKER,
	  .run = command_settings_history, .summary = "the versions of a setting: when, who, why" },
	{ .name = "settings undo", .arguments = "NAME", .least = 1, .most = 1, .options = "why= to=",
	  .option_help = "  --to N           not the one before, but version N; 0: what held before any\n" WHY_HELP,
	  .needs = NEEDS_WORKER, .run = command_settings_undo, .summary = "take back the newest version of a setting, or several",
	  .help = "What held before it is saved again, as a version of its own. Nothing leaves the history." },
	{ .name = "retention list", .options = "by=", .option_help = "  --by DAY         not within 31 days, but by this day", .prints_data = true,
	  .needs = NEEDS_WORKER, .run = command_retention_list, .summary = "escalations whose time is over, or soon will be",
	  .help = "References and days, and how many there are. `parley settings show retention` says by which rules." },
	{ .name = "retention sweep", .options = "dry-run", .option_help = "  --dry-run        say what would be erased, and erase nothing", .prints_data = true,
	  .needs = NEEDS_WORKER, .run = command_retention_sweep, .summary = "erase now what parley-clock erases at night",
	  .help = "Counts first. If it is more than the set share of all that is kept, nothing is erased before somebody confirms." },
	{ .name = "retention confirm", .options = "why=", .option_help = "  --why TEXT       the reason, for the record", .prints_data = true,
	  .needs = NEEDS_WORKER, .run = command_retention_confirm, .summary = "let a sweep that waits go on, and erase" },
	{ .name = "retention holds", .prints_data = true, .needs = NEEDS_WORKER, .run = command_retention_holds,
	  .summary = "the legal holds that are in force" },
	{ .name = "retention hold", .arguments = "REFERENCE", .least = 1, .most = 1, .options = "why= until=",
	  .option_help = "  --why TEXT       the reason; it is needed\n  --until DAY      the last day (else until it is lifted)",
	  .needs = NEEDS_WORKER, .run = command_retention_hold, .summary = "keep an escalation, whatever its age" },
	{ .name = "retention lift", .arguments = "HOLD", .least = 1, .most = 1, .options = "why=", .option_help = "  --why TEXT       the reason; it is needed",
	  .needs = NEEDS_WORKER, .run = command_retention_lift, .summary = "lift a hold, by its number in `parley retention holds`" },
	{ .name = "clock", .options = "set= advance= reset",
	  .option_help = "  --set TIME       2027-12-23T10:00 (local) or with a zone\n"
	                 "  --advance SPAN   \"3 working days\", \"24 hours\", \"2 weeks\": any length of time that a policy may use\n"
	                 "  --reset          the real time again",
	  .prints_data = true, .needs = NEEDS_OWNER, .run = command_clock_run,
	  .summary = "show the instance's clock; in a demo, move it",
	  .help = "Only an instance with instance.demo = yes may have its clock moved; a real one refuses." },
	{ .name = "emergency arm", .options = "why=", .option_help = "  --why TEXT       the reason; every administrator can read it",
	  .needs = NEEDS_OWNER, .run = command_emergency_arm,
	  .summary = "let somebody in for an hour when nobody else gets in",
	  .help = "Prints a password that opens once, at /emergency, without any directory. Whoever comes by it can change settings\n"
	          "and sees no escalation. Every administrator is told by mail and on every page; the history of settings has it.\n"
	          "Arming again ends what was armed before." },
	{ .name = "emergency disarm", .needs = NEEDS_OWNER, .run = command_emergency_disarm,
	  .summary = "end that hour, and whatever was begun in it" },
	{ .name = "emergency status", .prints_data = true, .needs = NEEDS_WORKER, .run = command_emergency_status,
	  .summary = "is the emergency administrator armed, by whom and why, and was the password used?" },
	{ .name = "audit verify", .arguments = "[REFERENCE]", .most = 1, .prints_data = true, .needs = NEEDS_WORKER, .run = command_audit_verify,
	  .summary = "walk the hash chain of every escalation" },
	{ .name = "audit rebuild", .arguments = "[REFERENCE]", .most = 1, .prints_data = true, .needs = NEEDS_WORKER,
	  .run = command_audit_rebuild, .summary = "make what lists show of escalations again from their events",
	  .help = "Worklists, who may see each, open dates, meetings and lessons. Safe at any time, while people work; nobody is told\n"
	          "anything. For when a list does not agree with its case: the case is right." },
	{ .name = "audit roles", .prints_data = true, .needs = NEEDS_NOTHING, .run = command_audit_roles,
	  .summary = "who may use which route" },
	{ .name = "audit-roles", .prints_data = true, .needs = NEEDS_NOTHING, .run = command_audit_roles,
	  .summary = "the same as audit roles" },
	{ .name = "config", .needs = NEEDS_NOTHING, .run = command_config_run,
	  .summary = "what can be set in parley.conf, with defaults" },
	{ .name = "doctor", .prints_data = true, .needs = NEEDS_CONFIG, .run = command_doctor_run,
	  .summary = "look at every part, one line each" },
	{ .name = "version", .needs = NEEDS_NOTHING, .run = command_version_run, .summary = "which version this is" },
};
/* clang-format on */

int
main(int argc, char **argv)
{
	return command_main(commands, sizeof(commands) / sizeof(commands[0]), argc, argv);
}
