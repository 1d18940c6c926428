"""The names the papers are filed under."""

#: The papers, by the names they are filed under: form → official name.
PAPERS = {
    "year-plan": "党员活动日活动方案",
    "year-schedule": "党员活动日计划日程表",
    "half-year-plan": "半年活动计划",
    "quarter-plan": "季度活动计划",
    "rollup": "活动计划汇总表",
    "sign-in": "签到表",
    "record": "活动记录",
    "attendance": "出勤公示",
    "appraisal": "民主评议党员参加活动情况",
    "make-ups": "补课记录",
    "talk": "诫勉谈话记录",
    "dues-collect": "党费收缴登记表",
    "dues-ledger": "党费收缴台账",
    "dues-receipt": "党费收据",
    "dues-publication": "党费收缴情况公布",
}
