"""Japanese header words by what they mean; words follow each other without a space."""

JOINED = True
WORDS = """
deal: 案件 商談 取引 見積 見積もり 提案 引合 引き合い プロジェクト 物件 オポチュニティ
account: 顧客 取引先 得意先 お客様 会社 企業 客先 クライアント アカウント 契約先 社名 施主
contact: 先方担当者 先方担当 窓口 取引先責任者 キーマン 連絡先 顧客担当者
owner: 担当 担当者 営業担当 営業担当者 営業 所有者 社内担当 主担当 セールス 営業員 営業マン
assistant: 副担当 アシスタント インサイドセールス
manager: 上司 マネージャー マネージャ 課長 部長 所属長 責任者 上長
person: 社員 従業員 ユーザー ユーザ 氏名 営業員
name: 名 名称 名前
firstname: 名_
id: 番号 No ID コード NO 管理番号 番
title: 件名 タイトル 概要 内容 題名
date: 日 日付 年月日 日時 時期
create: 登録 作成 開始 受付 発生 起票 新規 オープン 初回 依頼 創出
first: 初回
close: 完了 クローズ 終了 成約 決着 確定 クロージング
won: 受注 成約 獲得 決定
lost: 失注 敗因 逸注
expect: 予定 見込 見込み 予想 想定 目標日
actual: 実績 実際
until: 期限 期日
decide: 決定 意思決定 決裁
sign: 契約 締結
order: 受注 注文 発注
amount: 金額 額 受注額 見積額 売上 価格 総額 受注金額 契約金額 売上高 見積金額 商談金額 税抜金額
net: 税抜 税別
gross: 税込
vat: 消費税 税額
cost: 原価 仕入 費用
margin: 粗利 利益 粗利額 粗利率
listprice: 定価 標準価格
discount: 値引 割引
weighted: 加重
commission: 手数料
budget: 予算
paid: 入金 支払
invoice: 請求
quantity: 数量 台数 面積
probability: 確度 確率 受注確度 ヨミ ランク 見込度 角度
stage: フェーズ ステージ 段階 工程 進捗 商談フェーズ 案件フェーズ 進捗状況
status: ステータス 状態 状況
outcome: 結果 勝敗 受注失注 判定
reason: 敗因 理由 原因 要因
source: 経路 流入元 リードソース ソース きっかけ チャネル 獲得経路 紹介元 流入経路
campaign: キャンペーン
next: 次回 次 今後 ネクスト
last: 最終 最新 前回 直近
step: アクション 行動 予定内容 対応 ステップ 活動内容
touch: 接触 訪問 連絡 架電 面談 コンタクト
modify: 更新 変更
deliver: 納期 納品 納入 出荷 引渡
install: 設置 施工 着工 有効 稼働
start: 開始
end: 終了
birth: 生年月日 誕生
product: 商品 製品 サービス 品目 品名
type: 種別 区分 種類 タイプ
segment: セグメント
industry: 業種 業界
region: 都道府県 国 市区町村 所在地
postcode: 郵便番号
address: 住所
phone: 電話 電話番号 携帯
email: メール メールアドレス
taxno: 法人番号
note: 備考 メモ コメント
url: リンク
competitor: 競合 競合他社
currency: 通貨
pipeline: パイプライン
forecast: 予測 フォーキャスト
category: カテゴリ 分類
team: チーム 課 グループ 部署
territory: 地域 エリア 支店 営業所 拠点 支社
role: 役職 職種 肩書
hire: 入社
leave: 退職
target: 目標 ノルマ 予算 目標額 売上目標
period: 月 四半期 年 年度 期間 年月
activity: 活動 活動種別
duration: 時間 所要時間
sales: 営業 販売
new: 新
old: 旧
by: 者
filler: の 円 千円 用 先 別
"""
