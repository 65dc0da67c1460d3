/* config_keys.c - every setting, in the order of the manual page: name, kind, default, meaning. */
#include "config_keys.h"

#define AT(member) offsetof(struct config_loaded, member)
#define IN(member) offsetof(struct config_loaded, config.member)

const struct config_key config_keys[] = {
	{ "instance.name", CONFIG_TEXT, IN(instance.name), NULL, true, 0, 0,
	    "The partnership's name, as people read it at the top of every page." },
	{ "instance.origin", CONFIG_ORIGIN, IN(instance.origin), NULL, true, 0, 0,
	    "The address that people type, without a path: https://parley.example.org. Links in mail begin with it, and "
	    "requests for other hosts are turned away. http:// is for a demo only." },
	{ "instance.reference", CONFIG_PREFIX, IN(instance.reference), "MSP", false, 0, 0,
	    "What references begin with, in capital letters and digits: MSP gives MSP-2027-000001. `parley migrate` takes it up; what was "
	    "raised before keeps its reference." },
	{ "instance.demo", CONFIG_YES_NO, IN(instance.demo), "no", false, 0, 0,
	    "Whether this is an instance for trying: its clock may be moved, and every page says so." },

	{ "worker.socket", CONFIG_PATH, IN(worker.socket), "/run/parley/worker.sock", false, 0, 0,
	    "The FastCGI socket that the web server speaks to." },
	{ "worker.threads", CONFIG_INT, IN(worker.threads), "4", false, 1, 64,
	    "How many requests are answered at once. Each thread keeps one connection to the database." },

	{ "database.socket", CONFIG_PATH, IN(database.socket), NULL, false, 0, 0,
	    "MariaDB's socket on this machine. Either this or database.host." },
	{ "database.host", CONFIG_TEXT, IN(database.host), NULL, false, 0, 0,
	    "MariaDB's host, or several separated by commas, in order of preference. Always with TLS." },
	{ "database.port", CONFIG_UNSIGNED, IN(database.port), "3306", false, 1, 65535,
	    "MariaDB's port." },
	{ "database.ca_file", CONFIG_PATH, IN(database.ca_file), NULL, false, 0, 0,
	    "The certificate authority, in PEM, that signed the certificate of database.host. Without it, the authorities "
	    "that the system trusts." },
	{ "database.name", CONFIG_TEXT, IN(database.database), "parley", false, 0, 0,
	    "The database's name." },
	{ "database.user", CONFIG_TEXT, AT(database_user), "parley_worker", false, 0, 0,
	    "The account of the worker and the clock. It may not change tables, nor events." },
	{ "database.password_file", CONFIG_SECRET, AT(database_password_file), NULL, false, 0, 0,
	    "The file with that account's password." },
	{ "database.owner_user", CONFIG_TEXT, AT(owner_user), "parley_owner", false, 0, 0,
	    "The account of the administrator's command, which owns the tables. The worker never uses it." },
	{ "database.owner_password_file", CONFIG_SECRET, AT(owner_password_file), NULL, false, 0, 0,
	    "The file with the owner's password. The worker does not read it, and should not be able to." },
	{ "database.worker_account", CONFIG_TEXT, AT(worker_account), NULL, false, 0, 0,
	    "The account that migrations give the worker's rights to, with its host as in SHOW GRANTS. Without it, "
	    "database.user at localhost." },
	{ "database.connect_seconds", CONFIG_UNSIGNED, IN(database.connect_seconds), "3", false, 1,
	    60, "How long a connection may take." },
	{ "database.statement_seconds", CONFIG_UNSIGNED, IN(database.statement_seconds), "10",
	    false, 1, 600, "How long a statement may take." },

	{ "directory.name", CONFIG_TEXT, IN(directory.name), "council", false, 0, 0,
	    "What the directory is called in logs. People are known by it and their number in it: never change it." },
	{ "directory.uri", CONFIG_TEXT, IN(directory.uris), NULL, true, 0, 0,
	    "ldaps://host, ldap://host or ldapi://socket; several, separated by spaces, are tried in order. The host is "
	    "written as in its certificate, and never localhost." },
	{ "directory.starttls", CONFIG_YES_NO, IN(directory.starttls), "yes", false, 0, 0,
	    "Whether ldap:// is made safe by StartTLS. ldap:// without it is refused." },
	{ "directory.ca_file", CONFIG_PATH, IN(directory.ca_file), NULL, false, 0, 0,
	    "The certificate authority, in PEM, that signed the directory's certificate." },
	{ "directory.bind_dn", CONFIG_TEXT, IN(directory.bind_dn), NULL, false, 0, 0,
	    "The account with which people are looked up. It needs to read, nothing more." },
	{ "directory.bind_password_file", CONFIG_SECRET, AT(bind_password_file), NULL, false, 0, 0,
	    "The file with that account's password." },
	{ "directory.base", CONFIG_TEXT, IN(directory.base), NULL, true, 0, 0,
	    "Where people are searched for." },
	{ "directory.preset", CONFIG_TEXT, IN(directory.preset), "inetorgperson", false, 0, 0,
	    "What the settings below stand for where they are not set: inetorgperson (OpenLDAP and most others) "
	    "or active-directory." },
	{ "directory.domains", CONFIG_TEXT, IN(directory.domains), NULL, false, 0, 0,
	    "Domains, separated by spaces, that people may write with their name: with marlowe.example and "
	    "MARLOWE, jsmith, jsmith@marlowe.example and MARLOWE\\jsmith are one." },
	{ "directory.user_filter", CONFIG_TEXT, IN(directory.user_filter), NULL, false, 0, 0,
	    "Who may sign in: every %u stands for the name that was typed, without one of directory.domains; "
	    "every %s for all that was typed. The preset has (&(objectClass=inetOrgPerson)(uid=%u)), or "
	    "(&(objectCategory=person)(objectClass=user)(|(sAMAccountName=%u)(userPrincipalName=%s)))." },
	{ "directory.people_filter", CONFIG_TEXT, IN(directory.people_filter), NULL, false, 0, 0,
	    "Who is in the list of people. The preset has (objectClass=inetOrgPerson), or "
	    "(&(objectCategory=person)(objectClass=user))." },
	{ "directory.nested_groups", CONFIG_YES_NO, IN(directory.nested_groups), "no", false, 0, 0,
	    "Whether who is in a group that is in a group is in both. Parley then reads all groups below "
	    "directory.base; set it too where entries have no memberOf and rules name groups." },
	{ "directory.group_filter", CONFIG_TEXT, IN(directory.group_filter), NULL, false, 0, 0,
	    "Which entries are groups, for directory.nested_groups. The preset has "
	    "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)), or (objectClass=group)." },
	{ "directory.id_attribute", CONFIG_TEXT, IN(directory.id_attribute), NULL, false, 0, 0,
	    "What a person is known by, whatever else changes. The preset has entryUUID, or objectGUID." },
	{ "directory.username_attribute", CONFIG_TEXT, IN(directory.username_attribute), NULL,
	    false, 0, 0,
	    "The name that people sign in with. The preset has uid, or sAMAccountName." },
	{ "directory.name_attribute", CONFIG_TEXT, IN(directory.name_attribute), NULL, false, 0, 0,
	    "The name that others read. The preset has cn, or displayName." },
	{ "directory.title_attribute", CONFIG_TEXT, IN(directory.title_attribute), NULL, false, 0,
	    0, "The job title, from which stage roles follow. The presets have title." },
	{ "directory.mail_attribute", CONFIG_TEXT, IN(directory.mail_attribute), NULL, false, 0, 0,
	    "Where notices are sent. The presets have mail." },
	{ "directory.agency_attribute", CONFIG_TEXT, IN(directory.agency_attribute), NULL, false, 0,
	    0, "The agency, as agencies' directory_name writes it. The preset has o, or company." },
	{ "directory.department_attribute", CONFIG_TEXT, IN(directory.department_attribute), NULL,
	    false, 0, 0,
	    "The department within the agency, for rules. The preset has ou, or department." },
	{ "directory.manager_attribute", CONFIG_TEXT, IN(directory.manager_attribute), NULL, false,
	    0, 0, "The next one up, as a distinguished name. The presets have manager." },
	{ "directory.admin_group", CONFIG_TEXT, IN(directory.admin_group), NULL, false, 0, 0,
	    "The group whose members administer Parley, as a distinguished name. They see no case because of it." },
	{ "directory.connect_seconds", CONFIG_UNSIGNED, IN(directory.connect_seconds), "3", false,
	    1, 60, "How long a connection may take." },
	{ "directory.operation_seconds", CONFIG_UNSIGNED, IN(directory.operation_seconds), "5",
	    false, 1, 600, "How long an answer may take." },
	{ "directory.size_limit", CONFIG_SIZE, IN(directory.size_limit), "100000", false, 1,
	    10000000,
	    "The most people that a refresh takes. A longer list is refused as a whole." },
	{ "directory.leavers_percent", CONFIG_UNSIGNED, IN(directory.leavers_percent), "20", false,
	    1, 100,
	    "A refresh in which more than this share of people would be gone, or without job title or agency, is taken for a "
	    "mistake and changes nobody. Three may always leave." },

	{ "directory.secrets", CONFIG_PATH, IN(directory_secrets),
	    "/etc/parley/secrets/directories", false, 0, 0,
	    "The folder of the passwords that the setting of directories names. Nothing else may be in it: an administrator "
	    "can have any of them sent to a directory." },

	{ "mail.smtp", CONFIG_TEXT, IN(mail.url), NULL, false, 0, 0,
	    "The mail server: smtp://host:port or smtps://host. Without it no mail is sent." },
	{ "mail.starttls", CONFIG_YES_NO, IN(mail.require_tls), "yes", false, 0, 0,
	    "Whether smtp:// must be made safe by STARTTLS. May be no for a server on this machine only." },
	{ "mail.ca_file", CONFIG_PATH, IN(mail.ca_file), NULL, false, 0, 0,
	    "The certificate authority, in PEM, that signed the mail server's certificate. Without it, the authorities "
	    "that the system trusts." },
	{ "mail.user", CONFIG_TEXT, IN(mail.user), NULL, false, 0, 0,
	    "The account at the mail server, if it asks for one." },
	{ "mail.password_file", CONFIG_SECRET, AT(mail_password_file), NULL, false, 0, 0,
	    "The file with that account's password." },
	{ "mail.from", CONFIG_TEXT, IN(mail.from), NULL, false, 0, 0,
	    "The address that mail comes from. Needed with mail.smtp." },
	{ "mail.domain", CONFIG_TEXT, IN(mail.domain), NULL, false, 0, 0,
	    "The domain in the numbers of messages. Without it, that of mail.from." },
	{ "mail.seconds", CONFIG_UNSIGNED, IN(mail.seconds), "20", false, 1, 600,
	    "How long sending one message may take." },

	{ "attachments.directory", CONFIG_PATH, IN(attachments.directory), NULL, false, 0, 0,
	    "The folder in which attached files are kept, each under its SHA-256. Without it they are kept in the database, where they "
	    "are backed up and replicated with everything else." },
	{ "attachments.megabytes", CONFIG_UNSIGNED, IN(attachments.megabytes), "10", false, 1, 12,
	    "The largest file that is taken. The database's max_allowed_packet and the web server's limit must be larger." },
	{ "attachments.clamav", CONFIG_PATH, IN(attachments.clamav), NULL, false, 0, 0,
	    "The socket of clamd, ClamAV's daemon. Each file is sent through it before it is kept, and none is taken while it cannot be "
	    "reached. Without it files are not scanned." },
	{ "attachments.clamav_seconds", CONFIG_UNSIGNED, IN(attachments.clamav_seconds), "20",
	    false, 1, 25,
	    "How long clamd may take over one file: less than the web server waits for an answer." },

	{ "files.program", CONFIG_PATH, IN(files.program), PKGLIBEXECDIR "/parley-files", false, 0,
	    0,
	    "The program that makes PDFs and calendar files and looks at what people attach, each time anew and shut in." },
	{ "files.seconds", CONFIG_UNSIGNED, IN(files.seconds), "30", false, 1, 300,
	    "How long it may take over one file." },

	{ "data.policies", CONFIG_PATH, IN(data.policies), PKGDATADIR "/policies", false, 0, 0,
	    "The folder of the policies that come with Parley." },
	{ "data.calendar", CONFIG_PATH, IN(data.calendar),
	    PKGDATADIR "/policies/calendars/united-kingdom.json", false, 0, 0,
	    "The list of bank holidays." },
	{ "data.www", CONFIG_PATH, IN(data.www), PKGDATADIR "/www", false, 0, 0,
	    "The front end's files." },
	{ "data.sql", CONFIG_PATH, IN(data.sql), PKGDATADIR "/sql", false, 0, 0,
	    "The migrations of the database." },

	{ "kerberos.keytab", CONFIG_PATH, IN(kerberos.accept.keytab), NULL, false, 0, 0,
	    "The keys of this service, HTTP/parley.example.org, by which people who are signed in to their computer are signed "
	    "in at /sso. The worker must be able to read it. Without it there is no Kerberos." },
	{ "kerberos.realms", CONFIG_TEXT, IN(kerberos.accept.realms), NULL, false, 0, 0,
	    "The realms whose people may come, separated by spaces and in capitals as they are written. Every other realm is "
	    "refused, also one that this one trusts." },
	{ "kerberos.attribute", CONFIG_TEXT, IN(kerberos.attribute), NULL, false, 0, 0,
	    "The directory's attribute that holds the whole Kerberos name, like userPrincipalName. Without it, what stands before "
	    "the @ is the name that people sign in with." },

	{ "front.secret_file", CONFIG_SECRET, AT(front_secret_file), NULL, false, 0, 0,
	    "The file with the secret that the web server sends as PARLEY_FRONT_SECRET beside a REMOTE_USER that it has "
	    "checked itself. Without it, REMOTE_USER is never believed." },
	{ "front.attribute", CONFIG_TEXT, IN(front.attribute), NULL, false, 0, 0,
	    "The directory's attribute that holds what the web server sends as REMOTE_USER. Without it, that is the name that "
	    "people sign in with." },

	{ "log.level", CONFIG_LEVEL, IN(log_level), "info", false, 0, 0,
	    "debug, info, warning or error. Debug lines may name people: do not leave it on." },

	{ "session.idle_minutes", CONFIG_INT, IN(session.idle_minutes), "30", false, 1, 1440,
	    "A session ends when nothing was done for so long. Until the settings page says otherwise." },
	{ "session.absolute_hours", CONFIG_INT, IN(session.absolute_hours), "10", false, 1, 168,
	    "A session ends so long after signing in, whatever was done." },
};

const size_t config_key_count = sizeof config_keys / sizeof config_keys[0];
