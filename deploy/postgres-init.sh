#!/bin/sh
# Two roles, made with the database: `owner` makes and changes the tables, `mediator` (the site) only uses them.
# Neither is a superuser: /ready refuses to run as one.
set -eu
: "${OWNER_PASSWORD:?is empty}" "${SITE_PASSWORD:?is empty}"
psql --username postgres --set ON_ERROR_STOP=1 --set owner="$OWNER_PASSWORD" --set site="$SITE_PASSWORD" <<'SQL'
CREATE ROLE owner LOGIN PASSWORD :'owner';
CREATE ROLE mediator LOGIN PASSWORD :'site';
CREATE DATABASE mediator OWNER owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
\connect mediator
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mediator;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT USAGE, SELECT ON SEQUENCES TO mediator;
SQL
