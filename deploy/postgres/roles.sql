-- What each role may do in the database: `livefair roles` makes the roles and applies it.
-- Written by `make contracts`.
REVOKE ALL ON DATABASE "livefair" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER DATABASE "livefair" OWNER TO livefair_owner;
DO $$ DECLARE one regclass; BEGIN
  FOR one IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
  LOOP EXECUTE format('ALTER TABLE %s OWNER TO livefair_owner', one); END LOOP;
END $$;
DO $$ DECLARE one regprocedure; BEGIN
  FOR one IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  LOOP EXECUTE format('ALTER ROUTINE %s OWNER TO livefair_owner', one); END LOOP;
END $$;
GRANT CONNECT ON DATABASE "livefair" TO fair;
GRANT USAGE ON SCHEMA public TO fair;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO fair;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO fair;
ALTER DEFAULT PRIVILEGES FOR ROLE "livefair_owner" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO fair;
ALTER DEFAULT PRIVILEGES FOR ROLE "livefair_owner" GRANT USAGE ON SEQUENCES TO fair;
GRANT CONNECT ON DATABASE "livefair" TO fair_reads;
GRANT USAGE ON SCHEMA public TO fair_reads;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO fair_reads;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO fair_reads;
ALTER DEFAULT PRIVILEGES FOR ROLE "livefair_owner" GRANT SELECT ON TABLES TO fair_reads;
ALTER DEFAULT PRIVILEGES FOR ROLE "livefair_owner" GRANT SELECT ON SEQUENCES TO fair_reads;
