#!/bin/sh
# The application's own role owns its database and is no superuser: /ready refuses to run as one.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 --set password="$MEDIATOR_PASSWORD" <<'SQL'
CREATE ROLE mediator LOGIN PASSWORD :'password';
CREATE DATABASE mediator OWNER mediator ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
SQL
