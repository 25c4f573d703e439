"""Vietnamese header words by what they mean; see `languages`."""

WORDS = """
deal: cơ_hội thương_vụ báo_giá dự_án hợp_đồng_số cơ_hội_bán_hàng
account: khách_hàng công_ty tên_công_ty doanh_nghiệp
owner: nhân_viên_kinh_doanh người_phụ_trách phụ_trách nhân_viên người_bán kinh_doanh nvkd
manager: quản_lý trưởng_phòng giám_đốc
name: tên
id: mã số stt mã_số
title: tiêu_đề mô_tả nội_dung
date: ngày thời_gian
create: tạo mở tiếp_nhận khởi_tạo
close: đóng chốt kết_thúc
won: thắng thành_công
lost: thua thất_bại mất
expect: dự_kiến ước_tính kỳ_vọng
actual: thực_tế
sign: ký hợp_đồng
amount: giá_trị số_tiền doanh_thu doanh_số giá tổng
vat: thuế vat
cost: chi_phí giá_vốn
margin: lợi_nhuận
discount: chiết_khấu
probability: xác_suất khả_năng
stage: giai_đoạn bước
status: trạng_thái tình_trạng
outcome: kết_quả
reason: lý_do nguyên_nhân
source: nguồn
next: tiếp_theo
last: cuối gần_nhất
step: bước hành_động
touch: liên_hệ gặp
modify: cập_nhật
deliver: giao_hàng
birth: sinh
product: sản_phẩm dịch_vụ
type: loại
industry: ngành
region: tỉnh thành_phố quốc_gia
address: địa_chỉ
phone: điện_thoại sđt
note: ghi_chú
currency: tiền_tệ
team: nhóm đội
territory: khu_vực chi_nhánh vùng
role: chức_vụ
target: chỉ_tiêu mục_tiêu
period: tháng quý năm kỳ
activity: hoạt_động
duration: thời_lượng
filler: của và
"""
