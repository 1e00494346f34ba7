"""Owns the Chinese and English names of columns by field, as words apart by blanks. It knows no rules."""

from __future__ import annotations

EXACT_NAMES = {
    "enterprise": (
        "单位名称 企业名称 公司名称 公司全称 企业全称 单位全称 公司名 企业名 单位名 用人单位 用人单位名称 "
        "招聘单位 招聘单位名称 招聘企业 招聘企业名称 招聘公司 招聘公司名称 参会单位 参会单位名称 参会企业 "
        "参会企业名称 参展单位 用工单位 用工单位名称 用工企业 用工企业名称 雇主 雇主名称 company-name "
        "company-full-name employer employer-name organization-name organisation-name hiring-company "
        "hiring-organization agency agency-name business-name 招录机关 招录单位 招考单位 招考机关 事业单位名称 "
        "用人单位全称 招聘单位全称 参会单位全称 法人单位 法人单位名称 岗位所在单位 工作单位 招聘机构 招聘学校 "
        "招聘主体 employer-full-name company-organization"
    ),
    "title": (
        "岗位名称 岗位名 职位名称 职位名 招聘岗位 招聘岗位名称 招聘职位 招聘职位名称 需求岗位 需求岗位名称 "
        "需求职位 拟招岗位 拟招聘岗位 用工岗位 工作岗位 工作岗位名称 岗位职位名称 职务名称 job-title "
        "position-title position-name job-name business-title vacancy-title post-title role-title job-titles "
        "posting-title 招考职位 招考岗位 招录职位 招录岗位 报考职位 报考岗位 招录职位名称 招考职位名称 需求工种 "
        "用工工种 缺工工种 缺工岗位 职业名称 招聘岗位名 job-role job-position"
    ),
    "headcount": (
        "招聘人数 需求人数 招聘数量 岗位人数 招收人数 招募人数 招人数 拟招聘人数 计划招聘人数 拟招人数 需求数量 "
        "招聘名额 岗位招聘人数 职位招聘人数 用工人数 用工需求人数 岗位需求人数 招聘人员数量 岗位数量 岗位数 "
        "招聘计划数 缺工人数 人数需求 number-of-positions #-of-positions number-of-openings number-of-vacancies "
        "no-of-positions no-of-openings no-of-vacancies num-positions num-openings number-of-posts "
        "number-of-hires head-count vacancies openings 招考人数 招录人数 录用人数 拟录用人数 拟录用名额 考录人数 "
        "招录名额 招考名额 招聘计划 招录计划 计划招聘数 计划招录人数 拟招聘数 拟招录人数 拟聘人数 聘用人数 "
        "拟聘用人数 招聘岗位数 岗位总数 岗位招聘数 需求量 用人数量 用人人数 招工人数 招工数 缺工数 所需人数 "
        "招聘数 所需名额 人员需求数 no-of-posts of-openings of-vacancies of-posts of-hires total-vacancies "
        "total-openings total-positions positions-available open-positions available-positions "
        "vacancies-available hires-needed number-of-hire nbr-of-positions num-of-positions num-of-vacancies "
        "num-of-openings num-vacancies no-of-vacancy number-of-vacancy number-of-position number-of-opening "
        "vacancy-count openings-count position-count number-of-jobs no-of-jobs number-required no-required "
        "required-number people-needed staff-needed"
    ),
    "region": (
        "工作地点 工作城市 工作地区 工作地 工作区域 工作所在地 上班地点 就业地点 用工地点 岗位所在地 岗位地点 "
        "职位地点 岗位工作地点 工作省市 工作地市 location work-location city job-location work-city job-city "
        "city-name work-place place-of-work city-state job-area work-area work-site-city "
        "job-site work-site duty-station duty-location 工作地点城市 岗位所在城市 岗位所在地区 就业城市 就业地区 "
        "招聘地区 招聘城市 用工地址 用工地区 用工城市 服务地点 工作区县 工作地域 工作地点所在地"
    ),
    "industry": (
        "行业 所属行业 行业类别 所属行业类别 所在行业 行业类型 行业分类 行业名称 公司行业 企业行业 单位行业 "
        "sector 行业领域 所属领域 industry-field brand-industry industry-type industry-name"
    ),
    "degree": (
        "学历要求 最低学历 最低学历要求 学历学位要求 学历学位 学历及学位要求 学历需求 学历条件 学历层次要求 "
        "岗位学历要求 文化程度要求 education-level degree-required required-degree minimum-degree "
        "minimum-education education-required education-requirement education-requirements required-education "
        "level-of-education 需求学历 招聘学历 报考学历 学历及学位 学历或学位 学历与学位 学位及学历 学历和学位 "
        "所需学历 要求学历 学历资格 学历门槛 学历限制 学历起点 job-degree degree-level degree-requirement "
        "degree-requirements minimum-qualification required-qualification academic-qualification "
        "academic-qualifications educational-qualification educational-qualifications educational-requirements "
        "education-qualification min-degree min-education minimum-education-level minimum-degree-required"
    ),
    "majors": (
        "专业要求 所需专业 需求专业 招聘专业 相关专业 专业需求 专业条件 所需专业名称 需求专业名称 对口专业 "
        "专业方向要求 专业及要求 所学专业 专业范围 学科专业 专业及代码 专业名称及代码 专业背景 专业限制 "
        "field-of-study fields-of-study required-major majors-required"
    ),
    "salary": (
        "薪资 薪资待遇 月薪 年薪 工资 工资待遇 薪酬 薪酬待遇 薪资范围 薪酬范围 薪资水平 薪资标准 工资标准 "
        "工资范围 工资水平 薪酬标准 薪酬水平 薪资区间 薪酬区间 月薪范围 年薪范围 薪水 薪金 月工资 岗位薪资 "
        "职位薪资 职位月薪 薪资情况 税前月薪 税前年薪 综合薪资 综合月薪 pay wage wages salary-range pay-range "
        "compensation pay-rate rate-of-pay monthly-salary annual-salary remuneration salary-estimate salaries "
        "职位薪水 薪金待遇 薪资福利待遇 薪酬福利待遇 工资福利待遇 薪水待遇 月薪资 年薪资 月收入 年收入 综合收入 "
        "薪资收入 工资收入 收入待遇 job-salary salary-desc salary-text salary-offered offered-salary "
        "salary-package salary-details salary-offer annual-pay monthly-pay weekly-pay daily-pay hourly-pay "
        "hourly-rate daily-rate day-rate hourly-wage weekly-wage monthly-wage hourly-salary yearly-salary "
        "yearly-compensation annual-compensation total-compensation wage-rate base-salary base-pay pay-scale "
        "gross-salary net-salary average-salary avg-salary prevailing-wage"
    ),
    "salary.min": (
        "最低薪资 最低工资 最低月薪 最低年薪 薪资下限 月薪下限 年薪下限 工资下限 薪酬下限 起薪 薪资最低 最低薪酬 "
        "薪酬最低 月薪最低 薪资起 min-salary minimum-salary salary-from salary-range-from pay-from pay-min "
        "min-pay minimum-pay lowest-salary salary-low salary-minimum min-amount"
    ),
    "salary.max": (
        "最高薪资 最高工资 最高月薪 最高年薪 薪资上限 月薪上限 年薪上限 工资上限 薪酬上限 薪资最高 最高薪酬 "
        "薪酬最高 月薪最高 薪资止 max-salary maximum-salary salary-to salary-range-to pay-to pay-max max-pay "
        "maximum-pay highest-salary salary-high salary-maximum max-amount"
    ),
    "salary.period": (
        "薪资周期 计薪周期 计薪方式 薪资单位 结算方式 薪资类型 pay-period salary-frequency pay-frequency "
        "salary-period salary-unit salary-type pay-type wage-type pay-interval salary-interval pay-basis "
        "wage-unit unit-of-pay pw-unit-of-pay wage-unit-of-pay 薪资结算方式 工资结算方式 结算周期 计薪单位 "
        "薪酬周期 薪酬单位"
    ),
    "salary.currency": (
        "币种 货币 薪资币种 货币单位 货币种类 币别 currency pay-currency currency-code salary-currency-code "
        "wage-currency"
    ),
    "employment_type": (
        "工作性质 岗位性质 职位性质 用工形式 用工性质 用工类型 用工方式 工作类型 就业类型 全职兼职 job-type "
        "full-time/part-time full-time/part-time-indicator position-type work-type type-of-employment "
        "employment-status formatted-work-type job-nature nature-of-employment full-or-part-time ft/pt "
        "full/part-time time-type job-schedule 聘用方式 聘用形式 用工种类 招聘性质"
    ),
    "description": (
        "岗位描述 职位描述 岗位职责 职位职责 工作职责 工作内容 职责描述 岗位说明 职位说明 岗位介绍 职位介绍 "
        "岗位内容 工作描述 岗位职责描述 岗位职责及要求 岗位职责和要求 岗位详情 职位详情 job-description "
        "job-responsibilities responsibilities duties job-duties 岗位简介 职位简介 主要职责 岗位主要职责 "
        "职责任务 工作任务 jd 岗位工作内容 job-details job-detail job-desc job-summary full-description "
        "role-description key-responsibilities"
    ),
    "code": (
        "岗位编号 职位编号 岗位代码 职位代码 岗位编码 职位编码 岗位代号 职位代号 岗位ID 职位ID job-id job-code "
        "job-number position-code position-id requisition-id requisition-number vacancy-id posting-id "
        "job-reference job-ref"
    ),
}
"""The exact names of each field, beside the field itself."""
WEAK_NAMES = {
    "enterprise": ("单位 企业 公司 公司简称 企业简称 单位简称 company organization organisation firm institution"),
    "title": "岗位 职位 职务 工种 工种名称 工作名称 招聘工种 job position role vacancy post designation",
    "headcount": "人数 名额 数量 人员数量 计划数 计划人数 需求数 招聘需求 用工需求 positions hc",
    "region": (
        "地区 城市 所在地区 所在地 所在城市 城市名称 地点 地域 区域 省市 工作地址 上班地址 办公地点 岗位地址 "
        "地址 place address area job-location-address work-address"
    ),
    "industry": "岗位类别 职位类别 job-category industries category",
    "degree": "学历 学位 学位要求 学历层次 文化程度 教育程度 education qualification qualifications",
    "majors": "专业 专业名称 专业类别 专业方向 major specialization specialisation",
    "salary": "待遇 薪资福利 薪酬福利 工资福利 package ctc",
    "employment_type": "岗位类型 职位类型 工作方式 招聘类型 employment contract-type",
    "description": (
        "岗位要求 职位要求 任职要求 任职条件 任职资格 岗位信息 职位信息 岗位条件 招聘条件 招聘要求 职责 summary "
        "details requirements"
    ),
    "code": ("requisition uniq-id job-no req-id ref-no reference-number reference-no job-ref-no 招聘编号"),
}
"""Names that may mean something else beside an exact one: `单位`, `position`."""
FAINT_NAMES = {
    "enterprise": (
        "部门名称 招录部门 招考部门 主管部门 主管单位 学校名称 学校 机构名称 机构 医院名称 brand brand-name"
    ),
    "title": "职业 opening headline",
    "headcount": "需求 人员 quantity qty 数目",
    "region": (
        "单位所在地 企业所在地 公司所在地 单位地址 企业地址 公司地址 通讯地址 单位所在地区 省份 所在省份 "
        "工作省份 区县 所在区县 所属地区 town state province country district county site office"
    ),
    "industry": "functional-area role-category job-function function 公司领域",
    "salary": "med-salary salary-year-avg salary-hour-avg 基本工资 底薪 stipend",
    "salary.period": "interval",
    "employment_type": "schedule work-schedule contract-time",
}
"""Names that mean the field where nothing else does: the address of the enterprise is no place of work, but near it."""
DOUBTFUL_NAMES = {
    "salary": "福利待遇 待遇福利",
}
"""Names that mean the field where the cells hold it."""
