"""Chinese header words, in both scripts, by what they mean; no space stands between them."""

JOINED = True
WORDS = """
deal: 商机 销售机会 机会 项目 商機 銷售機會 機會 專案 報價單 报价单 报价 報價 订单机会 线索 标段
account: 客户 公司 企业 單位 单位 客戶 公司客户 甲方 业主
contact: 联系人 聯絡人 聯繫人
owner: 负责人 銷售 销售人员 销售 业务员 所有人 跟进人 銷售人員 負責人 業務 业务 經辦人 经办人
  销售代表 业务经理 客户经理 顾问
manager: 经理 主管 上级 經理 上級 领导
person: 员工 用户 姓名 員工
name: 名称 名稱 名 名字
id: 编号 編號 号 ID 代码 序号 單號 单号 编码
title: 主题 标题 描述 主題 內容 内容
date: 日期 时间 日 時間
create: 创建 建立 新增 录入 登记 開立 立项 创立 接洽
first: 首次
close: 关闭 结束 成交 結案 关单 完成 成單 结单 签单
won: 赢单 成交 中标 贏單
lost: 输单 丢单 流失 失败 輸單 丟單
expect: 预计 预期 計劃 预估 预测 预 預計 計畫 估計 计划
actual: 实际 實際
decide: 决策 決策
sign: 签约 签订 合同 簽約 合約
order: 订单 訂單
amount: 金额 金額 价格 總額 总额 收入 价值 额 總價 总价 合同额
net: 不含税 未稅 未税
gross: 含税 含稅
vat: 税额 稅額
cost: 成本
margin: 利润 毛利 利潤
discount: 折扣
invoice: 发票 開票 开票
probability: 概率 可能性 赢率 機率 成功率 把握度
stage: 阶段 階段 销售阶段 進度 进度 商机阶段
status: 状态 狀態
outcome: 结果 結果
reason: 原因 理由
source: 来源 來源 渠道
campaign: 活动_ 市场活动
next: 下一步 下次 下步
last: 最后 上次 最近 最後
step: 行动 计划_ 動作 步骤
touch: 联系 跟进 拜访 聯絡 聯繫 拜訪
modify: 修改 更新 變更
deliver: 交付 交货 交貨 发货
install: 安装 有效期
birth: 生日 出生
product: 产品 產品 服务 商品
type: 类型 類型 类别
industry: 行业 行業
region: 省份 城市 国家 省
postcode: 邮编
address: 地址
phone: 电话 手机 電話
email: 邮箱 邮件 電郵
note: 备注 備註 说明
competitor: 竞争对手 對手 竞品
currency: 币种 货币 幣別 币别
team: 团队 团隊 小组 部门 部門
territory: 区域 地区 大区 分公司 區域
role: 职位 岗位 职务 職稱
hire: 入职
target: 目标 目標 指标 配额 任务额
period: 月份 季度 年 年度 月
activity: 活动 活動
duration: 时长
sales: 销售 銷售
filler: 的 万元 元 是否
"""
