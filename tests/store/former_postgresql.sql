CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.consultation_sessions (
    id character varying(64) NOT NULL,
    territory_key character varying(200) NOT NULL,
    question text NOT NULL,
    scenarios json NOT NULL,
    criteria json NOT NULL,
    college_capacity_count integer,
    facilitator_digest character varying(64) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    level character varying(200) DEFAULT 'criteria'::character varying NOT NULL,
    corrections json,
    has_codes boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_consultation_sessions_capacity CHECK ((college_capacity_count >= 1)),
    CONSTRAINT ck_consultation_sessions_expiry CHECK ((expires_at > opened_at))
);
CREATE TABLE public.corrections (
    number integer NOT NULL,
    territory_key character varying(200) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    correction json,
    undoes integer,
    CONSTRAINT ck_corrections_act CHECK (((correction IS NULL) <> (undoes IS NULL)))
);
CREATE SEQUENCE public.corrections_number_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.corrections_number_seq OWNED BY public.corrections.number;
CREATE TABLE public.journal (
    number integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    territory_key character varying(200) NOT NULL,
    author text NOT NULL,
    act character varying(200) NOT NULL,
    subject character varying(64) NOT NULL,
    label text NOT NULL,
    before json,
    after json
);
CREATE SEQUENCE public.journal_number_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.journal_number_seq OWNED BY public.journal.number;
CREATE TABLE public.meetings (
    code character varying(64) NOT NULL,
    owner_digest character varying(64),
    revision integer NOT NULL,
    shown json NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_meetings_revision CHECK ((revision >= 1))
);
CREATE TABLE public.observed_values (
    id character varying(64) NOT NULL,
    promised_id character varying(64) NOT NULL,
    observed_on date NOT NULL,
    value double precision NOT NULL,
    source text NOT NULL,
    revision integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_observed_values_revision CHECK ((revision >= 1))
);
CREATE TABLE public.promised_values (
    id character varying(64) NOT NULL,
    territory_key character varying(200) NOT NULL,
    scenario_id character varying(64),
    scenario_key character varying(200) NOT NULL,
    scenario_name text NOT NULL,
    indicator_key character varying(200) NOT NULL,
    unit text NOT NULL,
    low double precision NOT NULL,
    value double precision NOT NULL,
    high double precision NOT NULL,
    promised_on date NOT NULL,
    due_on date,
    created_at timestamp with time zone NOT NULL,
    basis text,
    owner_digest character varying(64),
    verdict text,
    CONSTRAINT ck_promised_values_interval CHECK (((low <= value) AND (value <= high)))
);
CREATE TABLE public.scenario_versions (
    scenario_id character varying(64) NOT NULL,
    revision integer NOT NULL,
    document json NOT NULL,
    signature text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_scenario_versions_revision CHECK ((revision >= 1))
);
CREATE TABLE public.scenarios (
    id character varying(64) NOT NULL,
    territory_key character varying(200) NOT NULL,
    key character varying(200) NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    document json NOT NULL,
    is_outside_study boolean NOT NULL,
    revision integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    copied_from character varying(64),
    owner_digest character varying(64),
    signature text DEFAULT ''::text NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT ck_scenarios_revision CHECK ((revision >= 1))
);
CREATE TABLE public.spent_tokens (
    digest character varying(64) NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.votes (
    session_id character varying(64) NOT NULL,
    participant_digest character varying(64) NOT NULL,
    college character varying(200) NOT NULL,
    method character varying(200) NOT NULL,
    answers json NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    paper_number integer,
    CONSTRAINT ck_votes_college CHECK (((college)::text = ANY ((ARRAY['collectivites'::character varying, 'entreprises'::character varying, 'chambres_consulaires'::character varying, 'lien_social'::character varying])::text[]))),
    CONSTRAINT ck_votes_method CHECK (((method)::text = ANY ((ARRAY['points'::character varying, 'ranking'::character varying])::text[])))
);
CREATE TABLE public.voting_codes (
    session_id character varying(64) NOT NULL,
    code_digest character varying(64) NOT NULL,
    college character varying(200) NOT NULL,
    seat_digest character varying(64),
    CONSTRAINT ck_voting_codes_college CHECK (((college)::text = ANY ((ARRAY['collectivites'::character varying, 'entreprises'::character varying, 'chambres_consulaires'::character varying, 'lien_social'::character varying])::text[])))
);
ALTER TABLE ONLY public.corrections ALTER COLUMN number SET DEFAULT nextval('public.corrections_number_seq'::regclass);
ALTER TABLE ONLY public.journal ALTER COLUMN number SET DEFAULT nextval('public.journal_number_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0011');
INSERT INTO public.consultation_sessions VALUES ('UXH0CsrhXlABXh8Hg11Fy0', 'brianconnais-queyras', 'Que soutenir d''abord ?', '[{"key":"ne-rien-faire","name":"Ne rien faire","description":"","is_outside_study":false,"actions":[],"notes":{},"format":1},{"key":"plateforme","name":"Plateforme","description":"","is_outside_study":false,"actions":[{"type":"shared_platform","places":[],"options":{},"note":""}],"notes":{},"format":1},{"key":"deux-espaces","name":"Deux espaces","description":"Au plus près.","is_outside_study":false,"actions":[{"type":"open_space","places":["05065","05003"],"options":{"kind":"frugal"},"note":""}],"notes":{},"format":1}]', '["access","welcome","money"]', NULL, 'b5ab68385941e74d28d1e43395a796582003cca80aaa36008a04e84c84c975f9', '2026-12-01 19:00:00+00', '2026-12-02 07:00:00+00', '2026-12-01 20:00:00+00', 'objectives', '[]', false);
INSERT INTO public.consultation_sessions VALUES ('tB1R0ElzOEksLxPMwnkH7K', 'brianconnais-queyras', 'Quels critères ?', '[{"key":"plateforme","name":"Plateforme","description":"","is_outside_study":false,"actions":[{"type":"shared_platform","places":[],"options":{},"note":""}],"notes":{},"format":1},{"key":"deux-espaces","name":"Deux espaces","description":"Au plus près.","is_outside_study":false,"actions":[{"type":"open_space","places":["05065","05003"],"options":{"kind":"frugal"},"note":""}],"notes":{},"format":1}]', '["regular_users","net_public_cost"]', NULL, '10e12330b7090f92a6c668745a1fd8b71c545a0a201f294a82ce52bcc0d4741a', '2026-12-01 20:00:00+00', '2126-11-07 20:00:00+00', NULL, 'criteria', '[]', false);
INSERT INTO public.consultation_sessions VALUES ('xi3bzcQcnQjuHwB6G6e2W9', 'brianconnais-queyras', 'Par code ?', '[{"key":"plateforme","name":"Plateforme","description":"","is_outside_study":false,"actions":[{"type":"shared_platform","places":[],"options":{},"note":""}],"notes":{},"format":1},{"key":"deux-espaces","name":"Deux espaces","description":"Au plus près.","is_outside_study":false,"actions":[{"type":"open_space","places":["05065","05003"],"options":{"kind":"frugal"},"note":""}],"notes":{},"format":1}]', '["access","money"]', 2, '4e63e9939d45c7b6853d71052eb488e674cdc4aef5eddfee64a3ff991c7abd0b', '2026-12-01 20:00:00+00', '2126-11-07 20:00:00+00', NULL, 'objectives', '[]', true);
INSERT INTO public.corrections VALUES (1, 'brianconnais-queyras', '2026-12-01 19:00:00+00', '{"thing":"space","operation":"change","key":"altipolis","name":"","kind":"","insee_code":"","lon_deg":null,"lat_deg":null,"status":"closed","desks_count":null,"price_month_eur":null,"hours":"","host":"","author":"DGS","date":"2026-11-27","source":"appel","note":""}', NULL);
INSERT INTO public.journal VALUES (1, '2026-12-01 18:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ScenarioStore.save', 'bwPNENDjflTh2aGF49peQI', 'Deux espaces', NULL, '{"version":1,"name":"Deux espaces"}');
INSERT INTO public.journal VALUES (2, '2026-12-01 19:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ScenarioStore.update', 'bwPNENDjflTh2aGF49peQI', 'Deux espaces frugaux', '{"version":1,"name":"Deux espaces"}', '{"version":2,"name":"Deux espaces frugaux"}');
INSERT INTO public.journal VALUES (3, '2026-12-01 19:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ScenarioStore.save', '6DeMRfGLcr0JePtE2wrpP7', 'Plateforme', NULL, '{"version":1,"name":"Plateforme"}');
INSERT INTO public.journal VALUES (4, '2026-12-01 19:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ScenarioStore.discard', '6DeMRfGLcr0JePtE2wrpP7', 'Plateforme', '{"version":1,"name":"Plateforme"}', '{"version":1,"name":"Plateforme","in_bin":true}');
INSERT INTO public.journal VALUES (5, '2026-12-01 19:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'FollowUpStore.promise', 'eJnjb7wXh9HjQtDcArQZcl', 'Deux espaces', NULL, '{"promised":{"regular_users":[4.0,9.0,15.5],"equity":[0.1,0.2,0.3]}}');
INSERT INTO public.journal VALUES (6, '2026-12-01 19:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'FollowUpStore.observe_all', 'mD4HQb8GeavjTEQykdeLFk', 'Deux espaces', NULL, '{"observed":[{"indicator":"regular_users","date":"2026-12-01","value":7.0,"source":"comptage"}]}');
INSERT INTO public.journal VALUES (7, '2026-12-01 19:00:00+00', 'brianconnais-queyras', 'machine', 'CorrectionStore.apply', '1', '', NULL, '{"corrections":[1]}');
INSERT INTO public.journal VALUES (8, '2026-12-01 19:00:00+00', '', 'device:x3mhMlz5Bk', 'MeetingStore.open_meeting', 'QmdevML4_B48', '', NULL, NULL);
INSERT INTO public.journal VALUES (9, '2026-12-01 19:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ConsultationStore.open_session', 'JCZ3RREAuAmd', 'Que soutenir d''abord ?', NULL, '{"scenarios":["Ne rien faire","Plateforme","Deux espaces"],"level":"objectives","weighed":["access","welcome","money"]}');
INSERT INTO public.journal VALUES (10, '2026-12-01 19:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ConsultationStore.cast_paper', 'JCZ3RREAuAmd', 'Que soutenir d''abord ?', NULL, '{"paper":1}');
INSERT INTO public.journal VALUES (11, '2026-12-01 20:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ConsultationStore.close', 'JCZ3RREAuAmd', 'Que soutenir d''abord ?', NULL, '{"votes":6}');
INSERT INTO public.journal VALUES (12, '2026-12-01 20:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ConsultationStore.open_session', 'CaBSzas2CG9w', 'Quels critères ?', NULL, '{"scenarios":["Plateforme","Deux espaces"],"level":"criteria","weighed":["regular_users","net_public_cost"]}');
INSERT INTO public.journal VALUES (13, '2026-12-01 20:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ConsultationStore.open_session', 'N1CU-you1kBR', 'Par code ?', NULL, '{"scenarios":["Plateforme","Deux espaces"],"level":"objectives","weighed":["access","money"]}');
INSERT INTO public.journal VALUES (14, '2026-12-01 20:00:00+00', 'brianconnais-queyras', 'device:x3mhMlz5Bk', 'ConsultationStore.print_codes', 'N1CU-you1kBR', 'Par code ?', NULL, '{"codes":2}');
INSERT INTO public.meetings VALUES ('8s65w7fr', '1af8947bf66eec165375a725867c446fbd305d75a9227c872fbb34e3581b3fba', 1, '{"page":"territoire"}', '2026-12-02 19:00:00+00');
INSERT INTO public.observed_values VALUES ('rjt92jX1DcKyWwFvL0DEcY', 'mD4HQb8GeavjTEQykdeLFk', '2026-12-01', 7, 'comptage', 1, '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00');
INSERT INTO public.promised_values VALUES ('mD4HQb8GeavjTEQykdeLFk', 'brianconnais-queyras', 'bwPNENDjflTh2aGF49peQI', 'deux-espaces', 'Deux espaces', 'regular_users', 'usagers', 4, 9, 15.5, '2026-12-01', '2029-12-01', '2026-12-01 19:00:00+00', '2 000 tirages (graine 1).', '378bc61d78cd70a732fce81897e00570401f2349e21af098184db25cdf258793', 'Pas de gagnant net.');
INSERT INTO public.promised_values VALUES ('eJnjb7wXh9HjQtDcArQZcl', 'brianconnais-queyras', 'bwPNENDjflTh2aGF49peQI', 'deux-espaces', 'Deux espaces', 'equity', 'part', 0.1, 0.2, 0.3, '2026-12-01', NULL, '2026-12-01 19:00:00+00', '', '504850c7ef487dc36c38ea45296656104f3ddfb58e48fecba62449f0c26eb189', NULL);
INSERT INTO public.scenario_versions VALUES ('bwPNENDjflTh2aGF49peQI', 1, '{"key":"deux-espaces","name":"Deux espaces","description":"Au plus près.","is_outside_study":false,"actions":[{"type":"open_space","places":["05065","05003"],"options":{"kind":"frugal"},"note":""}],"notes":{},"format":1}', '', '2026-12-01 18:00:00+00');
INSERT INTO public.scenarios VALUES ('bwPNENDjflTh2aGF49peQI', 'brianconnais-queyras', 'deux-espaces', 'Deux espaces frugaux', 'Au plus près.', '{"actions":[{"type":"open_space","places":["05065","05003"],"options":{"kind":"frugal"},"note":""}],"notes":{},"format":1}', false, 2, '2026-12-01 18:00:00+00', '2026-12-01 19:00:00+00', NULL, 'b67c1ddb7f162e49834fc09331bd0848aff749e7d89a489425825cf51933bce9', 'Service habitat', NULL);
INSERT INTO public.scenarios VALUES ('6DeMRfGLcr0JePtE2wrpP7', 'brianconnais-queyras', 'plateforme', 'Plateforme', '', '{"actions":[{"type":"shared_platform","places":[],"options":{},"note":""}],"notes":{},"format":1}', false, 1, '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00', NULL, 'c8309566338c9ee2e4d28e6415c1498b1b4c2fe799776c0827e1cf8b33726472', '', '2026-12-01 19:00:00+00');
INSERT INTO public.votes VALUES ('UXH0CsrhXlABXh8Hg11Fy0', '618ed4bb596fc3cc3c877f0cd4961b51a2df693f1181f5901a0b69d11779adc6', 'collectivites', 'points', '{"access":60.0,"welcome":10.0,"money":30.0}', '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00', NULL);
INSERT INTO public.votes VALUES ('UXH0CsrhXlABXh8Hg11Fy0', 'a8fd8fc2a2607e00461c51bfb1dc77f418c22854c5bd40a35e9c57e4926e1fa7', 'collectivites', 'points', '{"access":20.0,"welcome":20.0,"money":60.0}', '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00', NULL);
INSERT INTO public.votes VALUES ('UXH0CsrhXlABXh8Hg11Fy0', '062b8a44e42b1a220fb508484fe3417b78f1357364547eb4082cc5e31a617e41', 'collectivites', 'ranking', '{"access":2.0,"welcome":3.0,"money":1.0}', '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00', NULL);
INSERT INTO public.votes VALUES ('UXH0CsrhXlABXh8Hg11Fy0', '5124123d2e430ede6c957c8072fbd50cc22b62ee0685a840f1e355acf9311627', 'entreprises', 'points', '{"access":0.0,"welcome":100.0,"money":0.0}', '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00', NULL);
INSERT INTO public.votes VALUES ('UXH0CsrhXlABXh8Hg11Fy0', '87075d305f985e28c29e6b29f6209627f9fd77fce91c29df3eabad901073bcb3', 'entreprises', 'points', '{"access":50.0,"welcome":50.0,"money":0.0}', '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00', NULL);
INSERT INTO public.votes VALUES ('UXH0CsrhXlABXh8Hg11Fy0', '30d63c4565db736b6951d5f7e9683a0169e5d7d38b6fdbb6579fa83514a49ea2', 'lien_social', 'points', '{"access":100.0,"welcome":0.0,"money":0.0}', '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00', NULL);
INSERT INTO public.votes VALUES ('UXH0CsrhXlABXh8Hg11Fy0', '3b3616f595adf83d8460c3323035b2cd35c0c64509e99f6dc036f8740a631206', 'lien_social', 'ranking', '{"access":1.0,"welcome":1.0,"money":3.0}', '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00', NULL);
INSERT INTO public.votes VALUES ('UXH0CsrhXlABXh8Hg11Fy0', '4e7471e13cd53fcd63667249c00ed30c00bf1db56014682797b7636f6a3a83ee', 'entreprises', 'points', '{"access":40.0,"welcome":30.0,"money":30.0}', '2026-12-01 19:00:00+00', '2026-12-01 19:00:00+00', 1);
INSERT INTO public.votes VALUES ('tB1R0ElzOEksLxPMwnkH7K', 'b13ab9446302fb25ff14725e8f33fcdfe1b6d9e36016c1fc2f1cab77297a86b1', 'chambres_consulaires', 'points', '{"regular_users":100.0,"net_public_cost":0.0}', '2026-12-01 20:00:00+00', '2026-12-01 20:00:00+00', NULL);
INSERT INTO public.votes VALUES ('tB1R0ElzOEksLxPMwnkH7K', 'c138d0a0313fa3b6e52e331c126e78cd6ae38fc7df0f9ee3ed1f44d7634daa24', 'chambres_consulaires', 'points', '{"regular_users":40.0,"net_public_cost":60.0}', '2026-12-01 20:00:00+00', '2026-12-01 20:00:00+00', NULL);
INSERT INTO public.votes VALUES ('tB1R0ElzOEksLxPMwnkH7K', '9bf10417425ede721d7700db1329983edb49686736fe2982d6873a77238dd4a9', 'chambres_consulaires', 'points', '{"regular_users":0.0,"net_public_cost":100.0}', '2026-12-01 20:00:00+00', '2026-12-01 20:00:00+00', NULL);
INSERT INTO public.votes VALUES ('xi3bzcQcnQjuHwB6G6e2W9', '475ecc3a60942df25618aef72bf97a805dddaa972ce7767e8d1c52245a978a26', 'entreprises', 'points', '{"access":50.0,"money":50.0}', '2026-12-01 20:00:00+00', '2026-12-01 20:00:00+00', NULL);
INSERT INTO public.voting_codes VALUES ('xi3bzcQcnQjuHwB6G6e2W9', '38cfc2426c18af277fad5af562d7c37bb2e93cfcf3c98e6970c825c075fe8f14', 'collectivites', NULL);
INSERT INTO public.voting_codes VALUES ('xi3bzcQcnQjuHwB6G6e2W9', 'a7b6c2b9e5dda9ea5b2c77e234e3c73c6aebcdbded6c92d85e33c2e971286aed', 'collectivites', NULL);
INSERT INTO public.voting_codes VALUES ('xi3bzcQcnQjuHwB6G6e2W9', 'c24433ad4774c56843219107741b8f288a0d11417228399471197c11f16ab98f', 'entreprises', NULL);
INSERT INTO public.voting_codes VALUES ('xi3bzcQcnQjuHwB6G6e2W9', '8d81d0eed8b21298968aa07deef442fd1177d1ab7a1f0760ea0692852b7e5d64', 'chambres_consulaires', NULL);
INSERT INTO public.voting_codes VALUES ('xi3bzcQcnQjuHwB6G6e2W9', 'b1e6cdce3ba6ebcbd25e344a2416441055d117286f2448b622274ccf906e0f67', 'chambres_consulaires', NULL);
INSERT INTO public.voting_codes VALUES ('xi3bzcQcnQjuHwB6G6e2W9', '4ce081cac16b0b3bf1e97e63233404a31e1d4d34e838e03bcf0f64e2c07bae1c', 'lien_social', NULL);
INSERT INTO public.voting_codes VALUES ('xi3bzcQcnQjuHwB6G6e2W9', '3a48f936fb06cfe1cfe88f9650a27a982b18c3bfe5d65ab3fc84534c31a44f1b', 'lien_social', NULL);
INSERT INTO public.voting_codes VALUES ('xi3bzcQcnQjuHwB6G6e2W9', '67eb170560c0db1f952e4415a5fee560265de1a135b373d0229e257dcf785b3f', 'entreprises', '3be227e5dd283860b85822066b94c890c0f57187e70f0ff951dd90a7494dc163');
SELECT pg_catalog.setval('public.corrections_number_seq', 1, true);
SELECT pg_catalog.setval('public.journal_number_seq', 14, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.consultation_sessions
    ADD CONSTRAINT pk_consultation_sessions PRIMARY KEY (id);
ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT pk_corrections PRIMARY KEY (number);
ALTER TABLE ONLY public.journal
    ADD CONSTRAINT pk_journal PRIMARY KEY (number);
ALTER TABLE ONLY public.meetings
    ADD CONSTRAINT pk_meetings PRIMARY KEY (code);
ALTER TABLE ONLY public.observed_values
    ADD CONSTRAINT pk_observed_values PRIMARY KEY (id);
ALTER TABLE ONLY public.promised_values
    ADD CONSTRAINT pk_promised_values PRIMARY KEY (id);
ALTER TABLE ONLY public.scenario_versions
    ADD CONSTRAINT pk_scenario_versions PRIMARY KEY (scenario_id, revision);
ALTER TABLE ONLY public.scenarios
    ADD CONSTRAINT pk_scenarios PRIMARY KEY (id);
ALTER TABLE ONLY public.spent_tokens
    ADD CONSTRAINT pk_spent_tokens PRIMARY KEY (digest);
ALTER TABLE ONLY public.votes
    ADD CONSTRAINT pk_votes PRIMARY KEY (session_id, participant_digest);
ALTER TABLE ONLY public.voting_codes
    ADD CONSTRAINT pk_voting_codes PRIMARY KEY (session_id, code_digest);
ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT uq_corrections_undoes UNIQUE (undoes);
ALTER TABLE ONLY public.observed_values
    ADD CONSTRAINT uq_observed_values_promised_id UNIQUE (promised_id, observed_on);
CREATE INDEX ix_consultation_sessions_territory_key ON public.consultation_sessions USING btree (territory_key);
CREATE INDEX ix_corrections_territory_key ON public.corrections USING btree (territory_key);
CREATE INDEX ix_journal_made_at ON public.journal USING btree (made_at);
CREATE INDEX ix_promised_values_scenario_id ON public.promised_values USING btree (scenario_id);
CREATE INDEX ix_promised_values_territory_key ON public.promised_values USING btree (territory_key);
CREATE INDEX ix_scenarios_copied_from ON public.scenarios USING btree (copied_from);
CREATE INDEX ix_scenarios_territory_key ON public.scenarios USING btree (territory_key);
CREATE INDEX ix_spent_tokens_expires_at ON public.spent_tokens USING btree (expires_at);
CREATE UNIQUE INDEX ix_votes_paper_number ON public.votes USING btree (session_id, paper_number);
CREATE UNIQUE INDEX ix_voting_codes_seat ON public.voting_codes USING btree (session_id, seat_digest);
ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT fk_corrections_undoes_corrections FOREIGN KEY (undoes) REFERENCES public.corrections(number);
ALTER TABLE ONLY public.observed_values
    ADD CONSTRAINT fk_observed_values_promised_id_promised_values FOREIGN KEY (promised_id) REFERENCES public.promised_values(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.promised_values
    ADD CONSTRAINT fk_promised_values_scenario_id_scenarios FOREIGN KEY (scenario_id) REFERENCES public.scenarios(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.scenario_versions
    ADD CONSTRAINT fk_scenario_versions_scenario_id_scenarios FOREIGN KEY (scenario_id) REFERENCES public.scenarios(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scenarios
    ADD CONSTRAINT fk_scenarios_copied_from_scenarios FOREIGN KEY (copied_from) REFERENCES public.scenarios(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.votes
    ADD CONSTRAINT fk_votes_session_id_consultation_sessions FOREIGN KEY (session_id) REFERENCES public.consultation_sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.voting_codes
    ADD CONSTRAINT fk_voting_codes_session_id_consultation_sessions FOREIGN KEY (session_id) REFERENCES public.consultation_sessions(id) ON DELETE CASCADE;
