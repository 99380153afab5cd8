"""Every address × every kind of person, and what each is answered.

One line an address: what is put into it (tests/world.py), the answer that a role gets,
and the roles that get another. Unless named, a stranger is sent to sign in (302) and
the outsider is told that there is no such thing (404): settled 15. A new address fails
tests/test_urls.py until somebody has thought about its line.
"""

from .url_table import Line, page, post, public

# Whose work is referrals: plans, groups and training are not there for them.
OF_REFERRALS = dict.fromkeys(
    (
        "registered_referrer",
        "safeguarding_lead",
        "gateway_officer",
        "case_officer",
        "panel_chair",
        "deputy_chair",
    ),
    404,
)
NOT_OF_PLANS = {"administrator": 404, **OF_REFERRALS}
WRITES_DRAFT = {
    "coordinator": 200,
    "action_owner": 404,
    "training_lead": 404,
    "elected_member": 404,
    **NOT_OF_PLANS,
}
DECIDES = {
    "action_owner": 404,
    "board_chair": 200,
    "training_lead": 404,
    "elected_member": 404,
    **NOT_OF_PLANS,
}
OVERSEES = {
    "board_chair": 200,
    **NOT_OF_PLANS,
}
SEES_ROUNDS = {
    "action_owner": 404,
    "training_lead": 404,
    "elected_member": 404,
    **NOT_OF_PLANS,
}
RUNS_ROUNDS = {**SEES_ROUNDS, "coordinator": 200}
SEES_VERSIONS = {
    "action_owner": 404,
    "training_lead": 404,
    "elected_member": 404,
    **NOT_OF_PLANS,
}
RATES = {
    "coordinator": 200,
    "board_chair": 200,
    **NOT_OF_PLANS,
}
REPORTS = {
    "coordinator": 200,
    "education_officer": 200,
    **NOT_OF_PLANS,
}
KEEPS_SERVICES = {
    "coordinator": 200,
    "case_officer": 200,
    "elected_member": 404,
}
APPROVES_SERVICES = {
    "coordinator": 200,
    "panel_chair": 200,
    "elected_member": 404,
}
KEEPS_POSTS = {
    "coordinator": 200,
    "elected_member": 404,
    "administrator": 200,
}
SETTLES = {
    "coordinator": 200,
    "education_officer": 200,
    "board_member": 200,
    "board_chair": 200,
    "auditor": 200,
}
READS_PEOPLE = {
    "coordinator": 200,
    "data_protection_officer": 200,
    "auditor": 200,
    "administrator": 200,
}
KEEPS_PEOPLE = {
    "coordinator": 200,
    "administrator": 200,
}
# Acts of two people: an administrator asked to switch a room on.
TAKES_PART = {"data_protection_officer": 200, "administrator": 200}
LOOKS_FOR_PEOPLE = (
    "coordinator",
    "case_officer",
    "gateway_officer",
    "panel_chair",
    "deputy_chair",
)
SECOND_PEOPLE = {**TAKES_PART, **dict.fromkeys(LOOKS_FOR_PEOPLE, 200)}
FINDS = {
    **dict.fromkeys(LOOKS_FOR_PEOPLE, 200),
    "registered_referrer": 403,
    "safeguarding_lead": 403,
    "education_officer": 403,
}
# Who sees the referral is first asked why they look.
ASKED_WHY = dict.fromkeys(LOOKS_FOR_PEOPLE, 302)
GIVES = {
    "coordinator": 200,
    "education_officer": 200,
    "action_owner": 200,
    "board_member": 200,
    "board_chair": 200,
    "training_lead": 200,
    "communications_officer": 200,
    "outsider": 200,
}
# A document that the co-ordinator gave and that hangs nowhere.
CHANGES_EVIDENCE = {
    "coordinator": 200,
    "data_protection_officer": 403,
    "auditor": 403,
}
READS_EVIDENCE = {
    "coordinator": 200,
    "data_protection_officer": 200,
    "auditor": 200,
}
READS_GROUPS = {
    "elected_member": 404,
    "administrator": 404,
    **OF_REFERRALS,
}
KEEPS_GROUPS = {
    "coordinator": 200,
    **READS_GROUPS,
}
POSTS_GROUPS = {**KEEPS_GROUPS, "coordinator": 302}
READS_MEETINGS = {
    "coordinator": 200,
    "board_member": 200,
    "board_chair": 200,
    "data_protection_officer": 200,
    "auditor": 200,
}
PREPARES = {
    "coordinator": 200,
    "board_member": 403,
    "board_chair": 403,
    "data_protection_officer": 403,
    "auditor": 403,
}
POSTS_PREPARED = {**PREPARES, "coordinator": 302}
# People of the council in the training register: the education officer reads those in
# education only.
READS_LEARNERS = {
    "coordinator": 200,
    "training_lead": 200,
    "data_protection_officer": 200,
    "auditor": 200,
}
KEEPS_LEARNERS = {
    "coordinator": 200,
    "training_lead": 200,
    "data_protection_officer": 403,
    "auditor": 403,
}
POSTS_LEARNERS = {**KEEPS_LEARNERS, "coordinator": 302, "training_lead": 302}
# Sessions, courses and rules; counts of people, without names.
COUNTS_TRAINING = {
    "action_owner": 404,
    "communications_officer": 404,
    "administrator": 404,
    **OF_REFERRALS,
}
ORGANISATION_COUNTS = {**COUNTS_TRAINING, "elected_member": 404}
SETS_TRAINING = {
    **COUNTS_TRAINING,
    "coordinator": 200,
    "training_lead": 200,
}
POSTS_TRAINING = {**SETS_TRAINING, "coordinator": 302, "training_lead": 302}
RUNS_SESSIONS = {"coordinator": 200, "training_lead": 200, **COUNTS_TRAINING}
POSTS_SESSIONS = {**RUNS_SESSIONS, "coordinator": 302, "training_lead": 302}
READS_FACILITATORS = {**READS_LEARNERS, "education_officer": 200}
KEEPS_FACILITATORS = {**KEEPS_LEARNERS, "education_officer": 403}

REFERS = dict.fromkeys(
    (
        "coordinator",
        "education_officer",
        "registered_referrer",
        "safeguarding_lead",
        "gateway_officer",
        "case_officer",
    ),
    200,
)
WORKS_ON = dict.fromkeys(ASKED_WHY, 200)
KEEPS_OUT = dict.fromkeys(ASKED_WHY, 403)
# Who reads where referrals go, and that nobody but the co-ordinator changes it.
READS_DESTINATIONS = {
    **KEEPS_OUT,
    "data_protection_officer": 403,
    "administrator": 403,
}
WRITES_TEMPLATES = {**KEEPS_OUT, "coordinator": 200}
TELLS = {**KEEPS_OUT, "coordinator": 200, "gateway_officer": 200, "case_officer": 200}
TOLD_BY_POST = {"coordinator": 302, "gateway_officer": 302, "case_officer": 302}
KEEPS_DESTINATIONS = {**READS_DESTINATIONS, "coordinator": 200}

# How long referrals are kept: dates and no part of any; a chair may be the second.
KEEPS = {"coordinator": 200, "data_protection_officer": 200}
SETS_KEEPING = {**KEEPS, "data_protection_officer": 403}
AGREES_TO_KEEPING = {**KEEPS, "panel_chair": 200, "deputy_chair": 200}
HOLDS = {**dict.fromkeys(AGREES_TO_KEEPING, 403), "data_protection_officer": 200}

# Who reads referrals, and what is asked about that: no part of any.
REVIEWS_READS = {"data_protection_officer": 200}

MATRIX: dict[str, Line] = {
    "account_change_password": page("", 200),
    "account_confirm_login_code": page("", 302),
    "account_inactive": public(),
    "account_login": page("", 302, stranger=200),
    "account_logout": page("", 200),
    "account_reauthenticate": page("", 200),
    "account_reset_password": public(),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public("key"),
    "account_reset_password_from_key_done": public(),
    "accounts:accept": page("token", 404, stranger=404),
    "accounts:accept_single_sign_on": post("token", 404, stranger=404),
    "accounts:approval": page("approval", 404, **TAKES_PART),
    "accounts:approvals": page("", 404, outsider=200, **SECOND_PEOPLE),
    "accounts:ask_for_room": page("authority and room", 404),
    "accounts:authorities": page("", 302),
    "accounts:authority": page("authority", 200),
    "accounts:authority_edit": page("authority", 403, administrator=200),
    "accounts:confirm_roles": page("authority", 403, **KEEPS_PEOPLE),
    "accounts:end_role": page("membership", 403, **KEEPS_PEOPLE),
    "accounts:end_session": post("missing", 404),
    "accounts:give_role": page("authority and person", 403, **KEEPS_PEOPLE),
    "accounts:invite": page("authority", 403, **KEEPS_PEOPLE),
    "accounts:kept_answers": page("", 404),
    "accounts:my_account": page("", 200),
    "accounts:organisation": page("organisation", 200),
    "accounts:organisation_add": page("authority", 403, **KEEPS_PEOPLE),
    "accounts:organisation_edit": page("organisation", 403, **KEEPS_PEOPLE),
    "accounts:organisation_successor": page("organisation", 403, **KEEPS_PEOPLE),
    "accounts:organisations": page("authority", 200),
    "accounts:people": page("authority", 403, **READS_PEOPLE),
    "accounts:person": page("person", 403, **READS_PEOPLE),
    "accounts:refuse_approval": post(
        "approval", 404, administrator=403, data_protection_officer=302
    ),
    "accounts:resend": post(
        "authority and person", 403, coordinator=409, administrator=409
    ),
    "accounts:reset_sign_in": page("authority and person", 403, administrator=200),
    "accounts:rooms": page("authority", 403, administrator=200),
    "accounts:set_up_factor": page("", 200),
    "accounts:sign_out_everywhere": post("", 302),
    "accounts:single_sign_on": page("", 404, stranger=404),
    "accounts:stay": post("", 204, outsider=204),
    "accounts:step_up": page("", 200),
    "accounts:successor": page("authority", 403, administrator=200),
    "accounts:time_left": page("", 200, outsider=200),
    "accounts:use_mailed_code": post("", 302),
    "accounts:wake": page("token", 404, stranger=404),
    "accounts:wake_sent": public(),
    "accounts:withdraw_approval": post(
        "approval", 404, administrator=302, data_protection_officer=403
    ),
    "accounts:withdraw": post(
        "authority and person", 403, coordinator=302, administrator=302
    ),
    "documents:add": page("", 403, **GIVES),
    "documents:add_version": page("document", 404, **CHANGES_EVIDENCE),
    "documents:detail": page("document", 404, **READS_EVIDENCE),
    "documents:download": page("document file", 404, **READS_EVIDENCE),
    "documents:edit": page("document", 404, **CHANGES_EVIDENCE),
    "documents:list": page("", 200),
    "documents:original": page("document file", 404, **CHANGES_EVIDENCE),
    "documents:summary": page("authority", 200, elected_member=404, **NOT_OF_PLANS),
    "documents:withdraw": page("document", 404, **CHANGES_EVIDENCE),
    "exchange:check_again": post("upload", 403, coordinator=302),
    "exchange:columns": page("upload", 403, coordinator=409),
    "exchange:confirm": page("upload", 403, coordinator=200),
    "exchange:detail": page("upload", 403, coordinator=200),
    "exchange:discard": page("upload", 403, coordinator=200),
    "exchange:doubtful": page("upload", 403, coordinator=200),
    "exchange:list": page("imports", 403, coordinator=200),
    "exchange:map_again": post("upload", 403, coordinator=409),
    "exchange:problems": page("upload", 403, coordinator=200),
    "exchange:progress": page("upload", 403, coordinator=302),
    "exchange:put_back": post("upload", 403, coordinator=409),
    "exchange:read_again": post("upload", 403, coordinator=409),
    "exchange:rest": post("upload", 403, coordinator=302),
    "exchange:stop_undoing": post("upload", 403, coordinator=409),
    "exchange:undo": page("upload", 403, coordinator=409),
    "exchange:upload": page("imports", 403, coordinator=200),
    "governance:acknowledge": post("controlled", 403, **READS_GROUPS),
    "governance:actions": page("board", 200, **READS_GROUPS),
    "governance:add_group": page("authority", 403, **KEEPS_GROUPS),
    "governance:add_item": page("board", 403, **KEEPS_GROUPS),
    "governance:add_meeting": page("board", 403, **KEEPS_GROUPS),
    "governance:add_member": page("board", 403, **KEEPS_GROUPS),
    "governance:add_outcome": page("item", 404, **PREPARES),
    "governance:add_paper": page("item", 404, **PREPARES),
    "governance:add_series": page("board", 403, **KEEPS_GROUPS),
    "governance:agree_minutes": page(
        "held meeting", 404, **{**PREPARES, "coordinator": 403, "board_chair": 200}
    ),
    "governance:agree_terms": page("board", 403, **KEEPS_GROUPS),
    "governance:attendance": page("held meeting", 404, **PREPARES),
    "governance:backlog": page("board", 404, **READS_MEETINGS),
    "governance:call": page("meeting", 404, **PREPARES),
    "governance:cancel": page("meeting", 404, **PREPARES),
    "governance:change_controlled": page("controlled", 403, **KEEPS_GROUPS),
    "governance:change_group": page("board", 403, **KEEPS_GROUPS),
    "governance:change_item": page("item", 404, **PREPARES),
    "governance:change_meeting": page("meeting", 404, **PREPARES),
    "governance:change_member": page("seat", 403, **KEEPS_GROUPS),
    "governance:change_outcome": page("outcome", 404, **PREPARES),
    "governance:close_group": page("board", 403, **KEEPS_GROUPS),
    "governance:control": page("authority", 403, **KEEPS_GROUPS),
    "governance:controlled": page("controlled", 200, **READS_GROUPS),
    "governance:decisions": page("authority", 404, **READS_MEETINGS),
    "governance:documents": page("authority", 200, **READS_GROUPS),
    "governance:end_seat": page("seat", 403, **KEEPS_GROUPS),
    "governance:end_series": post("series", 403, **POSTS_GROUPS),
    "governance:extend_series": post("series", 403, **POSTS_GROUPS),
    "governance:group": page("board", 200, **READS_GROUPS),
    "governance:groups": page("authority", 200, **READS_GROUPS),
    "governance:hold": page("meeting", 404, **PREPARES),
    "governance:meeting": page("meeting", 404, **READS_MEETINGS),
    "governance:move_item": post("item", 404, **POSTS_PREPARED),
    "governance:new_version": page("controlled", 403, **KEEPS_GROUPS),
    "governance:outcome": page("outcome", 404, **READS_MEETINGS),
    "governance:recipients": page("controlled", 403, **KEEPS_GROUPS),
    "governance:remove_item": post("item", 404, **POSTS_PREPARED),
    "governance:remove_outcome": post("outcome", 404, **POSTS_PREPARED),
    "governance:remove_paper": post("paper", 404, **POSTS_PREPARED),
    "governance:replace_member": page("seat", 403, **KEEPS_GROUPS),
    "governance:say_done": page("outcome", 404, **PREPARES),
    "governance:sheet": page("meeting sheet", 404, **READS_MEETINGS),
    "governance:sheet_file": page("meeting sheet", 404, **READS_MEETINGS),
    "governance:withdraw": post("controlled", 403, **POSTS_GROUPS),
    "governance:write_discussion": page("taken item", 404, **PREPARES),
    "mfa_activate_totp": page("", 200),
    "mfa_add_webauthn": page("", 200),
    "mfa_authenticate": page("", 302),
    "mfa_deactivate_totp": page("", 404),
    "mfa_download_recovery_codes": page("", 404),
    "mfa_edit_webauthn": page("missing", 404),
    "mfa_generate_recovery_codes": page("", 200),
    "mfa_index": page("", 302),
    "mfa_list_webauthn": page("", 200),
    "mfa_login_webauthn": page("", 302),
    "mfa_reauthenticate": page("", 302),
    "mfa_reauthenticate_webauthn": page("", 302),
    "mfa_remove_webauthn": page("missing", 404),
    "mfa_view_recovery_codes": page("", 404),
    "openid_connect_callback": page("", 404, stranger=404),
    "openid_connect_login": page("", 404, stranger=404),
    "operations:health": public(),
    "operations:jobs": page("", 403, administrator=200, outsider=200),
    "operations:retry": post("job", 404, administrator=302),
    "operations:retry_all": post("", 403, administrator=302, outsider=302),
    "partners:add_other_name": page("post", 403, **KEEPS_POSTS),
    "partners:add_service": page("authority", 403, **KEEPS_SERVICES),
    "partners:approve_service": page("service", 403, **APPROVES_SERVICES),
    "partners:areas": page("authority", 403, **KEEPS_SERVICES),
    "partners:change_service": page("service", 403, **KEEPS_SERVICES),
    "partners:close_service": page("service", 403, **KEEPS_SERVICES),
    "partners:end_approval": page("service", 403, **APPROVES_SERVICES),
    "partners:gaps": page("authority", 200, elected_member=404),
    "partners:gaps_file": page("services as a file", 200, elected_member=404),
    "partners:remove_area": post(
        "area", 403, coordinator=302, case_officer=302, elected_member=404
    ),
    "partners:service": page("service", 200, elected_member=404),
    "partners:services": page("authority", 200, elected_member=404),
    "partners:services_file": page("services as a file", 200, elected_member=404),
    "partners:add_post": page("authority", 403, **KEEPS_POSTS),
    "partners:appoint": page("post", 403, **KEEPS_POSTS),
    "partners:change_post": page("post", 403, **KEEPS_POSTS),
    "partners:choose": post("choice", 404),
    "partners:close_post": page("post", 403, **KEEPS_POSTS),
    "partners:end_holding": page("holding", 403, **KEEPS_POSTS),
    "partners:hand_over": page("authority and person", 403, **KEEPS_POSTS),
    "partners:home": page("", 302, elected_member=404),
    "partners:leave": page("authority and person", 403, **KEEPS_POSTS),
    "partners:leavers": page("authority", 403, **KEEPS_POSTS),
    "partners:names": page(
        "",
        404,
        coordinator=302,
        education_officer=302,
        board_member=302,
        board_chair=302,
        auditor=302,
        outsider=302,
    ),
    "partners:owner_names": page("authority", 404, **SETTLES),
    "partners:post": page("post", 200, elected_member=404),
    "partners:posts": page("authority", 200, elected_member=404),
    "partners:remove_other_name": post(
        "other name", 403, coordinator=302, elected_member=404, administrator=302
    ),
    "partners:settle": page("unsettled name", 404),
    "partners:shared_owners": page("authority", 200, elected_member=404),
    "partners:undo": post(
        "settled name",
        404,
        coordinator=302,
        education_officer=403,
        board_member=403,
        board_chair=403,
        auditor=403,
    ),
    "plans:action": page("action", 200, **NOT_OF_PLANS),
    "plans:action_add": page("draft group", 403, **WRITES_DRAFT),
    "plans:action_cancel": page("draft action", 403, **WRITES_DRAFT),
    "plans:action_edit": page("draft action", 403, **WRITES_DRAFT),
    "plans:action_merge": page("draft action", 403, **WRITES_DRAFT),
    "plans:action_move": page("draft action", 403, **WRITES_DRAFT),
    "plans:action_split": page("draft action", 403, **WRITES_DRAFT),
    "plans:actions": page("plan", 200, **NOT_OF_PLANS),
    "plans:answer": public("round token"),
    "plans:answer_action": public("round token and asked"),
    "plans:answer_withdraw": page("token", 404, stranger=404),
    "plans:answer_withdrawn": public(),
    "plans:approve": page("sent plan", 403, **DECIDES),
    "plans:arising": page("plan and outcome", 404, **PREPARES),
    "plans:by_owner": page("plan", 200, **NOT_OF_PLANS),
    "plans:by_priority": page("plan", 200, **NOT_OF_PLANS),
    "plans:changes": page("plan", 200, **NOT_OF_PLANS),
    "plans:change_edit": page("version change", 403, **WRITES_DRAFT),
    "plans:change_many": page("draft", 403, **WRITES_DRAFT),
    "plans:change_take_out": page("version change", 403, **WRITES_DRAFT),
    "plans:close": page("plan", 403, **OVERSEES),
    "plans:compare": page("plan", 200, **NOT_OF_PLANS),
    "plans:confirm": post(
        "draft", 403, {"action": "1"}, **{**WRITES_DRAFT, "coordinator": 302}
    ),
    "plans:contents": page("draft", 403, **WRITES_DRAFT),
    "plans:county": page("authority", 404),
    "plans:date_ask": page("action", 403, **REPORTS),
    "plans:date_decide": page("date change", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:dates": page("plan", 200, **NOT_OF_PLANS),
    "plans:detail": page("plan", 200, **NOT_OF_PLANS),
    "plans:discard": page("draft", 403, **WRITES_DRAFT),
    "plans:edit": page("draft", 403, **WRITES_DRAFT),
    "plans:evidence_add": page("action", 403, **REPORTS),
    "plans:evidence_attach": page("action", 403, **REPORTS),
    "plans:evidence_detach": post(
        "hung evidence",
        403,
        coordinator=302,
        education_officer=302,
        **NOT_OF_PLANS,
    ),
    "plans:export": page("plan", 200, **NOT_OF_PLANS),
    "plans:export_file": page("plan file", 200, **NOT_OF_PLANS),
    "plans:group": page("group", 200, **NOT_OF_PLANS),
    "plans:group_add": page("draft", 403, **WRITES_DRAFT),
    "plans:group_edit": page("draft group", 403, **WRITES_DRAFT),
    "plans:group_remove": page("draft group", 403, **WRITES_DRAFT),
    "plans:intention_link": page("draft intention", 403, **WRITES_DRAFT),
    "plans:list": page("", 200),
    "plans:measure": page("measure", 200, **NOT_OF_PLANS),
    "plans:measure_add": page("plan", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:measure_edit": page("measure", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:measure_end": page("measure", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:measure_value": page("measure", 403, **REPORTS),
    "plans:measures": page("plan", 200, **NOT_OF_PLANS),
    "plans:measures_export": page("plan", 200, **NOT_OF_PLANS),
    "plans:mine": page("", 200),
    "plans:names": page(
        "plan",
        403,
        coordinator=200,
        board_chair=200,
        communications_officer=200,
        **NOT_OF_PLANS,
    ),
    "plans:objective_add": page("draft group", 403, **WRITES_DRAFT),
    "plans:pack": page("pack", 404, **READS_MEETINGS),
    "plans:pack_new": page("plan", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:pack_pdf": page("pack and part", 404, **READS_MEETINGS),
    "plans:packs": page("plan", 200, **NOT_OF_PLANS),
    "plans:preview": page("plan", 200, **NOT_OF_PLANS),
    "plans:preview_priority": page("plan and place", 200, **NOT_OF_PLANS),
    "plans:propose_action": page("action", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:propose_drop": page("action", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:propose_group": page("group", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:propose_new": page("group", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:propose_section": page("section", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:public": public("published"),
    "plans:public_priority": public("published priority"),
    "plans:publish": page("plan", 403, **OVERSEES),
    "plans:rate": page("action", 403, **RATES),
    "plans:rating_history": page("plan", 200, **NOT_OF_PLANS),
    "plans:reading_room": page("authority", 200, **NOT_OF_PLANS),
    "plans:reading_rooms": page(
        "", 302, outsider=200, **dict.fromkeys(NOT_OF_PLANS, 200)
    ),
    "plans:report": page(
        "action", 403, coordinator=200, education_officer=200, **NOT_OF_PLANS
    ),
    "plans:return": page("sent plan", 403, **DECIDES),
    "plans:round": page("round", 200, **SEES_ROUNDS),
    "plans:round_answer": page("asked", 403, **{**SEES_ROUNDS, "coordinator": 302}),
    "plans:round_ask_rest": post("round", 403, **{**SEES_ROUNDS, "coordinator": 302}),
    "plans:round_choose": page("plan", 403, **{**SEES_ROUNDS, "coordinator": 409}),
    "plans:round_close": page("round", 403, **RUNS_ROUNDS),
    "plans:round_grid": page("round", 403, **RUNS_ROUNDS),
    "plans:round_links": page("round", 403, **RUNS_ROUNDS),
    "plans:round_open": page("plan", 403, **{**SEES_ROUNDS, "coordinator": 409}),
    "plans:round_print": page("round", 200, **SEES_ROUNDS),
    "plans:round_resend": post(
        "round link", 403, **{**SEES_ROUNDS, "coordinator": 302}
    ),
    "plans:round_revoke": page("round link", 403, **RUNS_ROUNDS),
    "plans:round_sheet": page("round", 403, **RUNS_ROUNDS),
    "plans:rounds": page("plan", 200, **SEES_ROUNDS),
    "plans:search": page("", 200),
    "plans:section_add": page("draft", 403, **WRITES_DRAFT),
    "plans:section_edit": page("draft section", 403, **WRITES_DRAFT),
    "plans:section_remove": page("draft section", 403, **WRITES_DRAFT),
    "plans:start": page("authority", 403, coordinator=200),
    "plans:start_next": page("plan", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:submit": page("draft", 403, **WRITES_DRAFT),
    "plans:timeline": page("plan", 200, **NOT_OF_PLANS),
    "plans:unrate": page("action", 403, **RATES),
    "plans:version": page("version", 200, **SEES_VERSIONS),
    "plans:version_approve": page("version", 403, board_chair=409, **SEES_VERSIONS),
    "plans:version_compare": page("plan", 404),
    "plans:version_name": post(
        "version",
        403,
        coordinator=404,
        board_chair=404,
        communications_officer=404,
        **SEES_VERSIONS,
    ),
    "plans:version_open": page("plan", 403, coordinator=200, **NOT_OF_PLANS),
    "plans:version_return": page("version", 403, board_chair=409, **SEES_VERSIONS),
    "plans:version_submit": page("version", 403, **WRITES_DRAFT),
    "plans:version_take_back": page("version", 403, coordinator=409, **SEES_VERSIONS),
    "plans:version_withdraw": page("version", 403, **WRITES_DRAFT),
    "plans:versions": page("plan", 200, **NOT_OF_PLANS),
    "plans:withdraw": page("plan", 403, **OVERSEES),
    "public:accessibility": public(),
    "public:home": public(),
    "public:privacy": public(),
    "refer:area": public(),
    "refer:ask_after": public(),
    "refer:begin": page("authority", 404, **REFERS),
    "refer:check": Line("", 302, {"outsider": 302}),
    "refer:code": Line("", 302, {"outsider": 302}),
    "refer:come_back": public(),
    "refer:elsewhere": Line("authority", 404, {"stranger": 404}),
    "refer:file": page(
        "referral and file",
        404,
        coordinator=302,
        gateway_officer=302,
        case_officer=302,
        panel_chair=302,
        deputy_chair=302,
    ),
    "refer:files": Line("", 302, {"outsider": 302}),
    "refer:go_on": post("form not sent", 404, coordinator=302),
    "refer:leave": Line("", 302, {"outsider": 302}),
    "refer:mine": page("", 404, **dict.fromkeys([*REFERS, "outsider"], 302)),
    "refer:mine_of": page("authority", 404, **REFERS),
    "refer:own": page("referral sent", 404, registered_referrer=200),
    "refer:save": Line("", 302, {"outsider": 302}),
    "refer:saved": public(),
    "refer:sent": Line("", 302, {"outsider": 302}),
    "refer:setting": page(
        "authority", 404, **(dict.fromkeys(REFERS, 403) | {"coordinator": 200})
    ),
    "refer:start": public(),
    "refer:step": Line("step of the form", 302, {"outsider": 302}),
    "refer:throw_away": page("form not sent", 404, coordinator=200),
    "refer:word": Line("", 302, {"outsider": 302}),
    "referrals:agree_to_lift": post("held referral", 404),
    "referrals:ask_to_destroy": post("authority", 404, **KEEPS),
    "referrals:ask_to_lift": page("held referral", 404, **HOLDS),
    "referrals:certificate": page("certificate", 404, **AGREES_TO_KEEPING),
    "referrals:certificates": page("authority", 404, **AGREES_TO_KEEPING),
    "referrals:destruction": page("destruction", 404, **AGREES_TO_KEEPING),
    "referrals:holder_deleted": page(
        "copy to be deleted", 404, **{**dict.fromkeys(AGREES_TO_KEEPING, 403), **KEEPS}
    ),
    "referrals:to_delete": public("link of a deletion"),
    "referrals:keep_longer": page("held referral", 404, **HOLDS),
    "referrals:kept": page("held referral", 404, **AGREES_TO_KEEPING),
    "referrals:find_looks": page("authority", 404, **REVIEWS_READS),
    "referrals:look_up": page("authority", 404, **KEEPS),
    "referrals:looks": page("authority", 404, **REVIEWS_READS),
    "referrals:looks_of_one": page("referral", 404, **REVIEWS_READS),
    "referrals:looks_of_person": page("authority and person", 404, **REVIEWS_READS),
    "referrals:notices": page("authority", 404, **KEEPS),
    "referrals:place_hold": page("held referral", 404, **HOLDS),
    "referrals:read_question": page("question about reads", 404, **REVIEWS_READS),
    "referrals:retention": page("authority", 404, **KEEPS),
    "referrals:retention_home": page(
        "", 404, coordinator=302, data_protection_officer=302, outsider=302
    ),
    "referrals:retention_rules": page("authority", 404, **KEEPS),
    "referrals:review_hold": page("held referral", 404, **HOLDS),
    "referrals:review_at_18": page(
        "referral in review", 404, **{**dict.fromkeys(AGREES_TO_KEEPING, 403), **KEEPS}
    ),
    "referrals:set_notice": page("authority and reader", 404, **SETS_KEEPING),
    "referrals:set_retention": page("authority and class", 404, **SETS_KEEPING),
    "refer:document": page(
        "authority",
        404,
        **{
            **dict.fromkeys(REFERS, 403),
            **dict.fromkeys(("coordinator", "case_officer", "gateway_officer"), 200),
        },
    ),
    "refer:privacy": public("authority"),
    "refer:privacy_for": public("authority and reader"),
    "referrals:accept": page("referral", 404, **ASKED_WHY),
    "referrals:assign": page("referral", 404, **ASKED_WHY),
    "referrals:close": page("referral", 404, **ASKED_WHY),
    "referrals:confirm_closing": page("referral", 404, **ASKED_WHY),
    "referrals:go_on": page("referral", 404, **ASKED_WHY),
    "referrals:home": page("", 404, **dict.fromkeys([*ASKED_WHY, "outsider"], 302)),
    "referrals:interest": page("referral", 404, **ASKED_WHY),
    "referrals:join": page("referral", 404, **ASKED_WHY),
    "referrals:limits": page("authority", 404, **WORKS_ON),
    "referrals:mark": page("referral", 404, **ASKED_WHY),
    "referrals:parallel": page("referral and care", 404, **ASKED_WHY),
    "referrals:parallel_acknowledged": page("referral and care", 404, **ASKED_WHY),
    "referrals:pass_on": page("referral", 404, **ASKED_WHY),
    "referrals:purpose": page("referral", 404, **WORKS_ON),
    "referrals:queue": page("authority", 404, **ASKED_WHY),
    "referrals:queue_purpose": page("authority", 404, **WORKS_ON),
    "referrals:referral": page("referral", 404, **ASKED_WHY),
    "referrals:referrer": page("referral", 404, **ASKED_WHY),
    "referrals:set_aside": page("referral", 404, **ASKED_WHY),
    "referrals:set_limit": page(
        "authority and stage", 404, **{**KEEPS_OUT, "coordinator": 200}
    ),
    "referrals:answer_signpost": page("referral and signpost", 404, **ASKED_WHY),
    "referrals:ask_service": page("referral", 404, **ASKED_WHY),
    "referrals:signpost_figures": page("authority", 404, **WORKS_ON),
    "referrals:signposts": page("referral", 404, **ASKED_WHY),
    "referrals:step": page("referral", 404, **ASKED_WHY),
    "referrals:take_in": page("referral", 404, **ASKED_WHY),
    "referrals:timeliness": page("authority", 404, **WORKS_ON),
    "referrals:who_looked": page("referral", 404, **ASKED_WHY),
    "referrals:withdraw_closing": page("referral", 404, **ASKED_WHY),
    "referrals:assess_part": page("part of an assessment", 404, **ASKED_WHY),
    "referrals:assessment": page("assessment finished", 404, **ASKED_WHY),
    "referrals:assessments": page("referral", 404, **ASKED_WHY),
    "referrals:correct_decision": page("referral", 404, **ASKED_WHY),
    "referrals:discard_typed": post("part of an assessment", 404, **ASKED_WHY),
    "referrals:find_grounds": page("referral", 404, **ASKED_WHY),
    "referrals:find_no_grounds": page("referral", 404, **ASKED_WHY),
    "referrals:finish_assessment": page("assessment begun", 404, **ASKED_WHY),
    "referrals:finish_gathering": page("referral", 404, **ASKED_WHY),
    "referrals:start_assessment": page("referral", 404, **ASKED_WHY),
    "referrals:told": page("referral", 404, **ASKED_WHY),
    "referrals:add_draft_part": page("assessment template", 404, **WRITES_TEMPLATES),
    "referrals:add_draft_question": page("draft part", 404, **WRITES_TEMPLATES),
    "referrals:assessment_template": page("assessment template", 404, **WORKS_ON),
    "referrals:assessment_templates": page("authority", 404, **WORKS_ON),
    "referrals:begin_template": page("authority", 404, **WRITES_TEMPLATES),
    "referrals:begin_template_version": post(
        "assessment template", 404, **{**KEEPS_OUT, "coordinator": 409}
    ),
    "referrals:change_draft": page("assessment template", 404, **WRITES_TEMPLATES),
    "referrals:change_draft_part": page("draft part", 404, **WRITES_TEMPLATES),
    "referrals:change_draft_question": page("draft question", 404, **WRITES_TEMPLATES),
    "referrals:draft_part": page("draft part", 404, **WRITES_TEMPLATES),
    "referrals:move_draft_part": post(
        "assessment template", 404, **{**KEEPS_OUT, "coordinator": 302}
    ),
    "referrals:move_draft_question": post(
        "draft part", 404, **{**KEEPS_OUT, "coordinator": 302}
    ),
    "referrals:offer_template": post(
        "offered or not", 404, **{**KEEPS_OUT, "coordinator": 302}
    ),
    "referrals:publish_draft": page("assessment template", 404, **WRITES_TEMPLATES),
    "referrals:remove_draft_part": page("draft part", 404, **WRITES_TEMPLATES),
    "referrals:remove_draft_question": page("draft question", 404, **WRITES_TEMPLATES),
    "referrals:shipped_template": page("shipped template", 404, **WORKS_ON),
    "referrals:stop_offering_template": post(
        "offered or not", 404, **{**KEEPS_OUT, "coordinator": 409}
    ),
    "referrals:template_draft": page("assessment template", 404, **WRITES_TEMPLATES),
    "referrals:template_part": page("template part", 404, **WORKS_ON),
    "referrals:template_version": page("template version", 404, **WORKS_ON),
    "referrals:throw_away_draft": page("assessment template", 404, **WRITES_TEMPLATES),
    "referrals:correct": page("referral", 404, **ASKED_WHY),
    "referrals:made_in_error": page("referral", 404, **ASKED_WHY),
    "referrals:disclosures": page("referral", 404, **ASKED_WHY),
    "referrals:holder_told": page("holder of a correction", 404, **ASKED_WHY),
    "referrals:make_code_to_correct": post("holder of a correction", 404, **ASKED_WHY),
    "referrals:code_to_correct": page("holder of a correction", 404, **ASKED_WHY),
    "referrals:put_right": public("link of a correction"),
    "referrals:read_correction": post(
        "link of a correction", 200, stranger=200, outsider=200
    ),
    "referrals:say_put_right": post(
        "link of a correction", 200, stranger=200, outsider=200
    ),
    "referrals:accept_by_area": page("delivery to another area", 404, **TELLS),
    "referrals:acknowledge_delivery": page(
        "delivery", 404, **{**KEEPS_OUT, "gateway_officer": 200}
    ),
    "referrals:add_destination": page("authority", 404, **KEEPS_DESTINATIONS),
    "referrals:ask_area": page("referral", 404, **TELLS),
    "referrals:assure_destination": page(
        "destination", 404, **{**READS_DESTINATIONS, "data_protection_officer": 200}
    ),
    "referrals:change_destination": page("destination", 404, **KEEPS_DESTINATIONS),
    "referrals:close_destination": page("destination", 404, **KEEPS_DESTINATIONS),
    "referrals:code": page("delivery to another area", 404, **TELLS),
    "referrals:confirm_test": page("destination", 404, **KEEPS_DESTINATIONS),
    "referrals:delivery": page("referral", 404, **WORKS_ON),
    "referrals:destination": page(
        "destination", 404, **dict.fromkeys(READS_DESTINATIONS, 200)
    ),
    "referrals:destinations": page(
        "authority", 404, **dict.fromkeys(READS_DESTINATIONS, 200)
    ),
    "referrals:make_code": post(
        "delivery to another area", 404, **{**TELLS, **TOLD_BY_POST}
    ),
    "referrals:open_form": post("link of a delivery", 200, stranger=200, outsider=200),
    "referrals:received": public("link of a delivery"),
    "referrals:received_have": post(
        "link of a delivery", 200, stranger=200, outsider=200
    ),
    "referrals:received_test": public("link of a test"),
    "referrals:report_delivery": page("delivery", 404, **TELLS),
    "referrals:send_test": post(
        "destination", 404, **{**READS_DESTINATIONS, "coordinator": 302}
    ),
    "referrals:take_form": page("referral", 404, **ASKED_WHY),
    "referrals:test_form": page(
        "destination", 404, **dict.fromkeys(READS_DESTINATIONS, 200)
    ),
    "referrals:advice_call": page("advice call", 404, coordinator=200),
    "referrals:advice_calls": page("authority", 200),
    "referrals:ask_for_check": page("concern", 404, action_owner=200),
    "referrals:change_concern": page("concern", 404, action_owner=200),
    "referrals:concern": page("concern", 404, action_owner=200),
    "referrals:concern_counts": page("authority", 404, safeguarding_lead=200),
    "referrals:concern_note": page("concern", 404, action_owner=200),
    "referrals:concern_outcome": page(
        "concern checking", 404, action_owner=403, safeguarding_lead=200
    ),
    "referrals:concern_talked": page("concern", 404, action_owner=200),
    "referrals:concerns": page("authority", 200),
    "referrals:find": page("authority", 404, **FINDS),
    "referrals:propose_same": page("referral", 404, **ASKED_WHY),
    "referrals:same_person": page("referral", 404, **ASKED_WHY),
    "referrals:match": page("referral and match", 404, **ASKED_WHY),
    "referrals:match_agree": post("referral and match", 404, **ASKED_WHY),
    "referrals:match_refuse": post("referral and match", 404, **ASKED_WHY),
    "referrals:concerns_home": Line("", 302),
    "referrals:discard_concern": post("authority", 302),
    "referrals:keeping_time": page("authority", 403, data_protection_officer=200),
    "referrals:note_advice": page("authority", 200),
    "referrals:note_concern": page("authority", 200),
    "referrals:read_answer": post("concern", 404, action_owner=302),
    "referrals:take_back": post(
        "concern checking", 404, action_owner=302, safeguarding_lead=403
    ),
    "referrals:write_concern": page("authority", 302),
    "answer:link": public("link of a request"),
    "answer:open": post("link of a request", 200, stranger=200, outsider=200),
    "answer:send": post("link of a request", 200, stranger=200, outsider=200),
    "answer:sent": public(),
    "referrals:ask_for_information": page("referral gathering", 404, **ASKED_WHY),
    "referrals:enter_answer": page("request", 404, **ASKED_WHY),
    "referrals:information_request": page("request", 404, **ASKED_WHY),
    "referrals:not_received": page("request", 404, **ASKED_WHY),
    "referrals:renew_link": page("request", 404, **ASKED_WHY),
    "referrals:request_code": page("request", 404, **ASKED_WHY),
    "referrals:request_read": post("request", 404, **ASKED_WHY),
    "referrals:withdraw_request": page("request", 404, **ASKED_WHY),
    "rehearsal:door": public(),
    "rehearsal:enter": post("rehearsal person", 302, outsider=302),
    "reminders:brought": page("", 200),
    "reminders:calendar": page("", 200),
    "reminders:feed": page("token", 404, stranger=404),
    "reminders:hold": page("escalation", 404, coordinator=200),
    "reminders:ladder": page("authority", 404, coordinator=200),
    "reminders:leaving": page("authority", 404, coordinator=200),
    "reminders:mail": page("", 200),
    "reminders:make_calendar": post("", 200),
    "reminders:my_work": page("", 200),
    "reminders:release": post("escalation", 404, coordinator=409),
    "reminders:revoke_calendar": post("", 409),
    "reminders:team": page("authority", 404, coordinator=200),
    "reminders:team_home": page("", 404, coordinator=302, outsider=302),
    "reminders:team_person": page("debtor", 404, coordinator=200),
    "reminders:team_post": page("owing post", 404, coordinator=200),
    "reminders:team_tasks": page("authority", 404, coordinator=200),
    "socialaccount_login_cancelled": public(),
    "socialaccount_login_error": page("", 401, stranger=401),
    "training:accept_certificate": page("sent certificate", 404, **KEEPS_LEARNERS),
    "training:add_completion": page("learner", 404, **KEEPS_LEARNERS),
    "training:add_course": page("authority", 403, **SETS_TRAINING),
    "training:add_edition": page("course", 403, **SETS_TRAINING),
    "training:add_facilitator": page("authority", 404, **KEEPS_FACILITATORS),
    "training:add_learner": page(
        "authority", 404, **{**KEEPS_LEARNERS, "education_officer": 403}
    ),
    "training:add_requirement": page("role group", 403, **SETS_TRAINING),
    "training:add_role_group": page("authority", 403, **SETS_TRAINING),
    "training:add_session": page("authority", 403, **RUNS_SESSIONS),
    "training:answer_survey": public("survey link"),
    "training:attendance": page("begun session", 403, **RUNS_SESSIONS),
    "training:bring_back_course": page("course", 403, **SETS_TRAINING),
    "training:cancel_session": page("session", 403, **RUNS_SESSIONS),
    "training:certificate": page("attended place", 404, **READS_LEARNERS),
    "training:certificates": page(
        "held session", 409, **{**READS_LEARNERS, **COUNTS_TRAINING}
    ),
    "training:change_course": page("course", 403, **SETS_TRAINING),
    "training:change_facilitator": page("facilitator", 404, **KEEPS_FACILITATORS),
    "training:change_learner": page("learner", 404, **KEEPS_LEARNERS),
    "training:change_requirement": page("requirement", 403, **SETS_TRAINING),
    "training:change_role_group": page("role group", 403, **SETS_TRAINING),
    "training:change_session": page("session", 403, **RUNS_SESSIONS),
    "training:chase_returns": post(
        "authority", 403, **POSTS_TRAINING, elected_member=404
    ),
    "training:chase_survey": post("survey", 403, **POSTS_TRAINING, elected_member=404),
    "training:check_certificate": page("authority", 404, **READS_FACILITATORS),
    "training:check_headcount": page(
        "headcount", 403, **SETS_TRAINING, elected_member=404
    ),
    "training:check_in": public("place today"),
    "training:close_role_group": page("role group", 403, **SETS_TRAINING),
    "training:close_survey": page("survey", 403, **SETS_TRAINING, elected_member=404),
    "training:completion": page("completion", 404, **READS_LEARNERS),
    "training:count_again": post("held session", 403, **POSTS_SESSIONS),
    "training:count_heads": page("session without names", 403, **RUNS_SESSIONS),
    "training:course": page("course", 200, **COUNTS_TRAINING),
    "training:courses": page("authority", 200, **COUNTS_TRAINING),
    "training:coverage": page("authority", 200, **COUNTS_TRAINING),
    "training:coverage_of_organisation": page(
        "authority and organisation", 200, **COUNTS_TRAINING, elected_member=404
    ),
    "training:coverage_trend": page("authority", 200, **COUNTS_TRAINING),
    "training:declare_headcount": page(
        "authority", 403, **SETS_TRAINING, elected_member=404
    ),
    "training:duplicates": page(
        "authority",
        404,
        coordinator=200,
        training_lead=200,
    ),
    "training:end_requirement": page("requirement", 403, **SETS_TRAINING),
    "training:enter_survey_answer": page(
        "survey answer", 403, **SETS_TRAINING, elected_member=404
    ),
    "training:ever_trained": page("authority", 200, **COUNTS_TRAINING),
    "training:export_completions": page(
        "authority and format", 404, **READS_FACILITATORS
    ),
    "training:export_coverage": page(
        "authority and format", 200, **COUNTS_TRAINING, elected_member=404
    ),
    "training:export_people": page("authority and format", 404, **READS_FACILITATORS),
    "training:facilitator": page("facilitator", 404, **READS_FACILITATORS),
    "training:facilitator_left": page("facilitator", 404, **KEEPS_FACILITATORS),
    "training:facilitators": page("authority", 404, **READS_FACILITATORS),
    "training:file_by_link": public("own link and file"),
    "training:give_back": public("place"),
    "training:give_feedback": public("past place"),
    "training:given_back": public(),
    "training:headcount": page("headcount", 200, **ORGANISATION_COUNTS),
    "training:home": page("", 302, **COUNTS_TRAINING),
    "training:headcounts": page("authority", 200, **ORGANISATION_COUNTS),
    "training:keep_apart": post("pair of learners", 404, **POSTS_LEARNERS),
    "training:lapsing": page("authority", 200, **COUNTS_TRAINING, elected_member=404),
    "training:learner": page("learner", 404, **READS_LEARNERS),
    "training:learner_leaves": page("learner", 404, **KEEPS_LEARNERS),
    "training:learner_on_leave": page("learner", 404, **KEEPS_LEARNERS),
    "training:learner_rejoins": page("learner", 404, **KEEPS_LEARNERS),
    "training:learners": page(
        "authority", 404, **READS_LEARNERS, education_officer=200
    ),
    "training:link_course": page("course", 403, **SETS_TRAINING),
    "training:match": page("held session", 403, **RUNS_SESSIONS),
    "training:merge": page("pair of learners", 404, **KEEPS_LEARNERS),
    "training:mine": page("", 200),
    "training:my_certificate": page("own certificate", 404, action_owner=200),
    "training:my_certificate_by_link": public("own link and certificate"),
    "training:nothing_to_tell": page(
        "authority and organisation", 403, **SETS_TRAINING, elected_member=404
    ),
    "training:nudge": page("authority", 404, **KEEPS_LEARNERS, education_officer=200),
    "training:nudged": page("nudge", 404, **READS_LEARNERS),
    "training:nudges": page("authority", 404, **READS_LEARNERS, education_officer=200),
    "training:open_role_group": page("role group", 403, **SETS_TRAINING),
    "training:open_session": public("open session"),
    "training:open_sessions": public(),
    "training:open_sessions_of": public("authority"),
    "training:open_survey": page("authority", 403, **SETS_TRAINING, elected_member=404),
    "training:own_by_link": public("own link"),
    "training:own_certificate": public("past place"),
    "training:own_file": page("own file", 404, action_owner=200),
    "training:own_send": page("own record", 404, action_owner=200),
    "training:own_take_back": post("sent certificate", 404, action_owner=302),
    "training:place": public("place"),
    "training:put_in": page("session", 403, **RUNS_SESSIONS),
    "training:put_in_group": page("learner", 404, **KEEPS_LEARNERS),
    "training:register": public("open session"),
    "training:registered": public("open session"),
    "training:retire_course": page("course", 403, **SETS_TRAINING),
    "training:return_certificate": page("sent certificate", 404, **KEEPS_LEARNERS),
    "training:return_file": page("authority and format", 200, **ORGANISATION_COUNTS),
    "training:return_of": page(
        "authority and organisation", 200, **ORGANISATION_COUNTS
    ),
    "training:returns": page("authority", 200, **ORGANISATION_COUNTS),
    "training:returns_missing": page("authority", 200, **ORGANISATION_COUNTS),
    "training:role_group": page("role group", 200, **COUNTS_TRAINING),
    "training:role_groups": page("authority", 200, **COUNTS_TRAINING),
    "training:see": public("authority"),
    "training:see_sent": public("authority"),
    "training:send_by_link": public("own link"),
    "training:send_survey_to": page(
        "survey answer", 403, **SETS_TRAINING, elected_member=404
    ),
    "training:sent_certificate": page("sent certificate", 404, **READS_LEARNERS),
    "training:sent_certificates": page(
        "authority", 404, **READS_LEARNERS, education_officer=200
    ),
    "training:session": page("session", 200, **COUNTS_TRAINING),
    "training:session_feedback": page("past session", 200, **COUNTS_TRAINING),
    "training:sessions": page("authority", 200, **COUNTS_TRAINING),
    "training:sessions_month": page("authority and month", 200, **COUNTS_TRAINING),
    "training:ship": post("authority", 403, **POSTS_TRAINING),
    "training:sign_in_sheet": page("session", 403, **RUNS_SESSIONS),
    "training:sign_in_sheet_file": page("session", 403, **RUNS_SESSIONS),
    "training:supersede_completion": page("completion", 404, **KEEPS_LEARNERS),
    "training:survey": page("survey", 200, **ORGANISATION_COUNTS),
    "training:survey_answer": page("survey answer", 200, **ORGANISATION_COUNTS),
    "training:survey_file": page("survey and format", 200, **ORGANISATION_COUNTS),
    "training:surveys": page("authority", 200, **ORGANISATION_COUNTS),
    "training:take_back_by_link": post("own link and sent", 302, outsider=302),
    "training:take_back_completion": page("completion", 404, **KEEPS_LEARNERS),
    "training:take_out": page("place at a session", 404, **KEEPS_LEARNERS),
    "training:take_out_of_group": post("place in a role group", 404, **POSTS_LEARNERS),
    "training:to_train": page("authority and organisation", 200, **ORGANISATION_COUNTS),
    "training:told": post("authority and organisation", 403, **ORGANISATION_COUNTS),
    "training:unmerge": post("merge", 404, **POSTS_LEARNERS),
    "ui:gallery": page("", 200),
}
