"""Korean header words by what they mean; words may follow each other without a space."""

JOINED = True
WORDS = """
deal: 영업기회 기회 안건 건 거래 견적 제안 프로젝트 딜 사업
account: 고객 고객사 거래처 회사 업체 발주처
contact: 고객담당자 연락담당
owner: 담당자 영업담당 영업담당자 담당 소유자 영업대표 영업사원
manager: 관리자 팀장 상사 매니저
person: 직원 사용자 성명
name: 명 이름 명칭
id: 번호 ID 코드 아이디 순번
title: 제목 주제 내용 설명
date: 일자 날짜 일 일시 시점
create: 등록 생성 접수 작성 시작 발굴
first: 최초
close: 종료 마감 완료 종결 클로징
won: 수주 계약 성공
lost: 실주 실패 패인
expect: 예상 예정 목표일
actual: 실제
decide: 결정
sign: 계약 체결
order: 수주 주문 발주
amount: 금액 매출 가격 총액 액 견적가
net: 공급가 부가세별도
gross: 부가세포함
vat: 부가세 세액
cost: 원가 비용
margin: 이익 마진
discount: 할인
invoice: 청구 세금계산서
probability: 확률 가능성 성공률
stage: 단계 영업단계 진행단계
status: 상태 진행상태 현황
outcome: 결과
reason: 사유 원인 이유
source: 유입경로 출처 경로 채널 리드소스
campaign: 캠페인
next: 다음 차기
last: 최종 마지막 최근
step: 액션 활동 단계_ 조치 할일
touch: 연락 방문 접촉 미팅
modify: 수정 변경 갱신
deliver: 납기 납품 배송
install: 설치 유효
birth: 생년월일 생일
product: 제품 상품 서비스 품목
type: 유형 구분 종류
industry: 업종 산업
region: 국가 도시 시도
postcode: 우편번호
address: 주소
phone: 전화 전화번호 휴대폰
email: 이메일 메일
note: 비고 메모
competitor: 경쟁사
currency: 통화
team: 팀 부서
territory: 지역 지점 지사
role: 직책 직급 직위
hire: 입사
target: 목표 목표액
period: 월 분기 년 연도 기간
activity: 활동
duration: 시간 소요시간
sales: 영업 판매
filler: 원 의 및
"""
